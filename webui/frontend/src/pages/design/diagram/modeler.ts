// bpmn-js put together for our diagrams: our menus, our words, our attributes.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import './canvas.css';
import BaseModeler from 'bpmn-js/lib/BaseModeler';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import Viewer from 'bpmn-js/lib/Viewer';
import autoPlace from 'bpmn-js/lib/features/auto-place';
import autoResize from 'bpmn-js/lib/features/auto-resize';
import appendPreview from 'bpmn-js/lib/features/append-preview';
import copyPaste from 'bpmn-js/lib/features/copy-paste';
import gridSnapping from 'bpmn-js/lib/features/grid-snapping';
import interactionEvents from 'bpmn-js/lib/features/interaction-events';
import keyboard from 'bpmn-js/lib/features/keyboard';
import keyboardMoveSelection from 'diagram-js/lib/features/keyboard-move-selection';
import labelEditing from 'bpmn-js/lib/features/label-editing';
import modeling from 'bpmn-js/lib/features/modeling';
import outline from 'bpmn-js/lib/features/outline';
import replace from 'bpmn-js/lib/features/replace';
import search from 'bpmn-js/lib/features/search';
import snapping from 'bpmn-js/lib/features/snapping';
import autoScroll from 'diagram-js/lib/features/auto-scroll';
import bendpoints from 'diagram-js/lib/features/bendpoints';
import connect from 'diagram-js/lib/features/connect';
import connectionPreview from 'diagram-js/lib/features/connection-preview';
import contextPad from 'diagram-js/lib/features/context-pad';
import create from 'diagram-js/lib/features/create';
import globalConnect from 'diagram-js/lib/features/global-connect';
import handTool from 'diagram-js/lib/features/hand-tool';
import keepSelectionVisible from 'diagram-js/lib/features/keep-selection-visible';
import lassoTool from 'diagram-js/lib/features/lasso-tool';
import move from 'diagram-js/lib/features/move';
import palette from 'diagram-js/lib/features/palette';
import popupMenu from 'diagram-js/lib/features/popup-menu';
import resize from 'diagram-js/lib/features/resize';
import spaceTool from 'diagram-js/lib/features/space-tool';
import keyboardMove from 'diagram-js/lib/navigation/keyboard-move';
import moveCanvas from 'diagram-js/lib/navigation/movecanvas';
import zoomScroll from 'diagram-js/lib/navigation/zoomscroll';
import { menus } from './menus';
import moddle from './moddle.json';
import { translate } from './translate';
import type { Modeler, Service } from './types';

const CHINESE = '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif';
const OPTIONS = {
  moddleExtensions: { zhijian: moddle },
  textRenderer: { defaultStyle: { fontFamily: CHINESE, fontSize: 12 }, externalStyle: { fontFamily: CHINESE, fontSize: 11 } },
};
const words = { translate: ['value', translate] };

class Drawing extends (BaseModeler as Service) {}
Drawing.prototype._modules = [
  ...(Viewer as Service).prototype._modules,
  keepSelectionVisible, keyboardMove, moveCanvas, zoomScroll, autoPlace, autoScroll, autoResize, appendPreview, bendpoints, connect,
  connectionPreview, contextPad, copyPaste, create, globalConnect, gridSnapping, handTool, interactionEvents, keyboard,
  keyboardMoveSelection, labelEditing, lassoTool, modeling, move, outline, palette, popupMenu, replace, resize, search, snapping, spaceTool,
];

/** A canvas to draw on. */
export function drawingOn(container: HTMLElement): Modeler {
  return new (Drawing as Service)({ container, ...OPTIONS, additionalModules: [words, menus] });
}

/** A canvas to look at. */
export function viewOn(container: HTMLElement): Modeler {
  return new (NavigatedViewer as Service)({ container, ...OPTIONS, additionalModules: [words, outline, search] });
}
