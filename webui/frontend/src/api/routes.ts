// Every route of the JSON API that this app calls; a test compares the table with the server's OpenAPI.
export const ROUTES = {
  places: 'GET /places',
  logIn: 'POST /session',
  logOut: 'DELETE /session',
  sessions: 'GET /sessions',
  endSession: 'DELETE /sessions/{session}',
  me: 'GET /me',
  keepSettings: 'PUT /me/settings',

  items: 'GET /items',
  claimItem: 'POST /items/{item}/claim',
  claimItems: 'POST /items/claim',
  releaseItems: 'POST /items/release',
  reassignItem: 'POST /items/{item}/reassign',
  reassignItems: 'POST /items/reassign',
  remindItems: 'POST /items/remind',
  item: 'GET /items/{item}',
  saveDraft: 'PUT /items/{item}/draft',
  colleagues: 'GET /colleagues',
  completeItem: 'POST /items/{item}/complete',
  sendBackItem: 'POST /items/{item}/send-back',
  takeBackItem: 'POST /items/{item}/take-back',

  startForms: 'GET /start-forms',
  startForm: 'GET /start-forms/{step}',
  startCase: 'POST /cases',
  cases: 'GET /cases',
  case: 'GET /cases/{case}',
  caseLog: 'GET /cases/{case}/log',
  verifyLog: 'GET /cases/{case}/log/verification',
  doAct: 'POST /cases/{case}/acts/{act}',

  beginUpload: 'POST /cases/{case}/attachments',
  finishUpload: 'POST /uploads/{upload}/finish',
  search: 'GET /search',
  notices: 'GET /notices',
  readNotice: 'POST /notices/{notice}/read',
} as const;

export type Route = (typeof ROUTES)[keyof typeof ROUTES];
