// Opens pages in Chromium 88 and tells what it complained of: JSON in, JSON out.
//   {"chromium": folder, "pages": [{"address", "login": {"place"?, "address", "login", "password"}?}]}
import { chmodSync, createReadStream, createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { stdin } from 'node:process';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { createBrotliDecompress } from 'node:zlib';
import puppeteer from 'puppeteer-core';

const PATIENCE_MS = 120_000;
const WORDS_SHOWN = 60;
const EXECUTABLE = 0o755;
const packed = join(dirname(createRequire(import.meta.url).resolve('chrome-aws-lambda/package.json')), 'bin', 'chromium.br');

/** The browser, unpacked once. */
async function chromium(folder) {
  const path = join(folder, 'chromium');
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const half = `${path}.${process.pid}`;
  await pipeline(createReadStream(packed), createBrotliDecompress(), createWriteStream(half));
  chmodSync(half, EXECUTABLE);
  renameSync(half, path);
  return path;
}

/** One person's window: logs in, then opens each address. */
async function visit(browser, { base, login, password, paths }) {
  const context = await browser.createIncognitoBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const faults = [];
  let here = '';
  page.on('pageerror', (error) => faults.push(`${here}: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${here}: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !/^(data|blob|about):/.test(request.url())) faults.push(`${here}: ${request.url()}`);
  });
  const opened = [];
  const go = async (path) => {
    here = path;
    await page.goto(`${base}${path}`, { waitUntil: 'networkidle0', timeout: PATIENCE_MS });
  };
  if (login) {
    await go('/login');
    await page.waitForSelector('input[type=password]');
    await page.type('input[autocomplete=username]', login);
    await page.type('input[type=password]', password);
    await page.click('form button.main');
    await page.waitForSelector('nav');
  }
  for (const path of paths) {
    await go(path);
    const words = await page.waitForFunction(() => document.querySelector('main')?.innerText.trim());
    opened.push({ path, at: new URL(page.url()).pathname, words: String(await words.jsonValue()).slice(0, WORDS_SHOWN) });
  }
  await context.close();
  return { opened, faults };
}

const asked = JSON.parse(await text(stdin));
const browser = await puppeteer.launch({
  executablePath: await chromium(asked.folder),
  // As root in a container there is neither a sandbox nor much shared memory; tests only.
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-zygote', '--headless'],
});
try {
  const visits = [];
  for (const one of asked.people) visits.push(await visit(browser, { base: asked.base, ...one }));
  console.log(JSON.stringify({ version: await browser.version(), visits }));
} finally {
  await browser.close();
}
