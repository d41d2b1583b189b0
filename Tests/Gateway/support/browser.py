# A browser that notes everything that goes wrong in a page.
# SPDX-License-Identifier: Apache-2.0
import contextlib
import os
import pathlib
import shutil

from playwright.sync_api import sync_playwright

VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""

# Texts whose contrast with what is behind them is less than WCAG AA asks for.
CONTRAST = """
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const parse = (text) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const luminance = (color) => {
    const [r, g, b] = color.slice(0, 3).map((value) => value / 255)
      .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.checkVisibility({ checkOpacity: true })) continue;
    if (element.closest("#toast, noscript, .skip, :disabled, option")) continue;
    const style = getComputedStyle(element);
    const behind = background(element);
    const text = element.namespaceURI.includes("svg") ? style.fill : style.color;
    const [light, dark] = [luminance(over(parse(text), behind)), luminance(behind)].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < (isLarge ? 3 : 4.5)) {
      poor.push(`${ratio.toFixed(2)} ${element.tagName}.${element.className} ${walker.currentNode.textContent.slice(0, 30)}`);
    }
  }
  return [...new Set(poor)];
}
"""

# Controls that a screen reader has no name for, and ids that are there twice.
NAMES = """
() => {
  const bad = [];
  for (const element of document.querySelectorAll("input, select, textarea, button, a[href], [role=img]")) {
    if (!element.checkVisibility()) continue;
    const label = element.labels?.[0]?.textContent || element.getAttribute("aria-label") || element.textContent;
    if (!label?.trim()) bad.push(element.outerHTML.slice(0, 120));
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  return bad.concat(ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `#${id} twice`));
}
"""


@contextlib.contextmanager
def browser():
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path and pathlib.Path(path).exists(), "install chromium"
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=arguments)
        yield started
        started.close()


class Page:
    """A page of its own session."""

    def __init__(self, started, address, language="zh", scheme="light", width=1280, height=900):
        self.context = started.new_context(
            locale="zh-CN" if language == "zh" else "en-GB", color_scheme=scheme, timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": height})
        self.context.add_init_script(VIOLATIONS)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.complaints = []
        self.expected = []
        self.page.on("console", lambda message: self.complaints.append(message.text)
                     if message.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{error}"))
        self.address = address

    def open(self, place=""):
        self.page.goto(f"{self.address}/{place}")
        return self

    def go(self, place):
        """To another place of the same page, until it is shown."""
        self.page.evaluate("""(place) => new Promise((done) => {
            if (location.hash === place) { done(); return; }
            addEventListener("hashchange", () => done(), { once: true });
            location.hash = place;
        })""", place)
        self.settled()

    def settled(self):
        self.page.wait_for_function("() => document.querySelector('main').childElementCount"
                                    " && !document.querySelector('main').hasAttribute('aria-busy')")

    def sign_in(self, token):
        self.open()
        self.page.fill("#token", token)
        self.page.click("main button[type=submit]")
        self.page.wait_for_selector("nav a")
        self.settled()
        return self

    def check(self, expected=()):
        """Nothing is wrong that can be seen by a program."""
        complaints = [text for text in self.complaints if not any(word in text for word in expected)]
        assert not complaints, complaints
        assert self.page.evaluate("window.violations") == []
        wide = self.page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        assert self.page.evaluate(CONTRAST) == [], self.page.url
        assert self.page.evaluate(NAMES) == [], self.page.url

    def close(self):
        self.context.close()
