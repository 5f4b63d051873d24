// Week 1 in Firefox, on a phone, beside the screen: what one person does, over WebDriver BiDi, as Playwright drives no
// Firefox that Debian has. What the facilitator does is asked for on standard output, and answered by a line.

import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const [executablePath, address, code, folder, pictures] = process.argv.slice(2);
const LONG = 60000;
// Nothing but this machine is found, whatever a page or Firefox itself asks for.
const NOWHERE = {
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 9,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
  "network.proxy.no_proxies_on": "127.0.0.1, localhost",
};

const replies = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function ask(...what) {
  process.stdout.write(`ask ${what.join(" ")}\n`);
  const { value } = await replies.next();
  return value;
}

function tell(what) {
  process.stdout.write(`done ${what}\n`);
}

class Device {
  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(LONG);
    page.on("pageerror", (error) => {
      process.stdout.write(`fault ${String(error).replaceAll("\n", " ")}\n`);
    });
  }

  /** What can be seen of *selector*. */
  all(selector) {
    return this.page.evaluate((what) => [...document.querySelectorAll(what)]
      .filter((node) => node.checkVisibility()).map((node) => node.textContent.replaceAll(/\s+/g, " ")), selector);
  }

  // Where the middle of what *selector* finds is, once it can be seen and says *text*.
  async middle(selector, text = "") {
    await this.see(selector, text);
    return this.page.evaluate((what, wanted) => {
      const found = [...document.querySelectorAll(what)]
        .find((one) => one.checkVisibility() && one.textContent.replaceAll(/\s+/g, " ").includes(wanted));
      found.scrollIntoView({ block: "center", behavior: "instant" });
      const { x, y, width, height } = found.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }, selector, text);
  }

  // A handle would be gone with the page that a press leads away from.
  async press(name, selector = "button") {
    const { x, y } = await this.middle(selector, name);
    await this.page.mouse.click(x, y);
  }

  async see(selector, text = "") {
    const until = Date.now() + LONG;
    for (;;) {
      // While one page makes room for the next there is nothing to ask.
      const said = await this.all(selector).catch(() => []);
      const found = said.find((one) => one.includes(text));
      if (found !== undefined) return found;
      if (Date.now() > until) throw new Error(`No ${selector} says “${text}”; there is ${said.join(" | ")}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async picture(name) {
    if (pictures) await this.page.screenshot({ path: `${pictures}/${name}.png` });
  }
}

const FORM = "[data-exercise=pulse]";
const PASS = `${FORM} [data-item=hardest-step] .kit-form-pass`;
const NUMBERS = `${FORM} [data-item=energy] input`;

async function joins(phone) {
  await phone.page.goto(`${address}/#${code}`);
  await phone.see("#code-go");
  await phone.picture("firefox_join");
  await phone.press("Join");
  await phone.see("h1", "Before you begin");
  await phone.picture("firefox_notice");
  const { y } = await phone.middle("button", "I agree");
  if (y > 820 || (await phone.page.evaluate("scrollY"))) throw new Error("The button to agree is below the fold");
  tell("notice");
  await phone.press("I agree");
  await phone.see("h3", "You're in.");
  await phone.picture("firefox_waiting");
  tell("join");
}

// By the keyboard, as the number is one of eleven.
async function choose(phone, number) {
  await phone.see(`${FORM} [data-item=energy]`);
  await phone.page.evaluate((what, at) => document.querySelectorAll(what)[at].focus(), NUMBERS, number);
  await phone.page.keyboard.press(" ");
}

async function answers(phone) {
  await ask("advance", "check-in");
  await ask("open", "pulse");
  await phone.see(`${FORM} h3, ${FORM} h4`);
  await choose(phone, 7);
  await phone.page.evaluate((what) => document.querySelector(what).focus(), PASS);
  await phone.page.keyboard.press("Enter");
  await phone.see(`${PASS}[aria-pressed=true]`);
  tell("pass");
  await phone.page.reload();
  await phone.see(`${PASS}[aria-pressed=true]`);
  const kept = await phone.page.evaluate((what) =>
    [...document.querySelectorAll(what)].findIndex((one) => one.checked), NUMBERS);
  if (kept !== 7) throw new Error(`After loading again number ${kept} is chosen`);
  tell("reload");
  await phone.picture("firefox_open");
  await send(phone);
  tell("answer");
}

async function send(phone) {
  await phone.press("", `${FORM} .kit-form-send`);
  await phone.see(`${FORM} .kit-form-status`, "Received.");
}

async function keepsWords(phone) {
  await phone.see("#now-words li");
  const words = (await phone.all("#now-words li")).length;
  if (words !== 4) throw new Error(`There are ${words} words`);
  await phone.picture("firefox_sent");
  await phone.press("I've noted them");
  tell("words");
}

async function takesBack(phone) {
  await phone.press("Take back what I sent");
  await phone.see(`${FORM} .kit-form-status`, "Taken back.");
  tell(`back ${await ask("stored")}`);
  await choose(phone, 4);
  await send(phone);
}

async function seesTheResult(phone, screen) {
  await ask("others", "7");
  await ask("reveal", "pulse");
  await phone.see("[data-result=pulse] table");
  await screen.see(".screen-item table");
  await phone.picture("firefox_result");
  await screen.picture("firefox_screen_result");
  tell("reveal");
}

async function practises(phone, screen) {
  await ask("advance", "practice");
  await phone.see(".kit-practice .kit-form-title", "A pause inside a moment");
  await screen.see(".screen-part h2");
  await screen.picture("firefox_screen_part");
  await phone.press("Begin");
  await phone.see(".kit-sitting-now", "Sit so your back");
  await phone.picture("firefox_practice");
  tell("practice");
}

async function ends(phone, screen) {
  await ask("end");
  await phone.see("#farewell h2");
  if (await phone.page.evaluate("scrollY")) throw new Error("The end is not seen from its beginning");
  await screen.see(".screen-end h1");
  await phone.picture("firefox_ended");
  await screen.picture("firefox_screen_ended");
  tell("end");
}

const browser = await puppeteer.launch({
  browser: "firefox", executablePath, headless: true, userDataDir: folder, extraPrefsFirefox: NOWHERE,
});
try {
  const screen = new Device(await browser.newPage());
  await screen.page.setViewport({ width: 1280, height: 720 });
  await screen.page.goto(address + (await ask("screen")));
  await screen.see("#screen-code", "-");
  await screen.picture("firefox_screen_join");
  const phone = new Device(await browser.newPage());
  await phone.page.setViewport({ width: 390, height: 844 });
  await joins(phone);
  await answers(phone);
  await keepsWords(phone);
  await takesBack(phone);
  await seesTheResult(phone, screen);
  await practises(phone, screen);
  await ends(phone, screen);
} finally {
  await browser.close();
}
process.exit(0);
