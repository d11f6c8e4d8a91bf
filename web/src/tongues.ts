/** Names and texts of the library are English: in a Chinese page, what is English says so to those who hear it. */
import { lang } from "./words/words.ts";

const HAN = /[\u2e80-\u9fff]/;
const ENGLISH = /[a-z]{3}/;
/** Code is in no tongue. */
const NONE = "code, pre, .mono, textarea, script, style, defs";
const marked = new WeakSet<Element>();

/** Keeps `lang` right on all that is shown, now and later. */
export function tongues(): void {
  let waiting = false;
  const again = (): void => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark(document.body, lang.get() === "zh");
    });
  };
  new MutationObserver(again).observe(document.body, { childList: true, characterData: true, subtree: true });
  lang.watch(again);
  again();
}

/** An element whose own words are English is marked; one that is Chinese again inside such a one, too. */
function mark(root: Element, chinese: boolean): void {
  for (const each of root.querySelectorAll("*")) {
    if (each.hasAttribute("lang") && !marked.has(each)) continue;
    const wanted = chinese ? tongue(each) : null;
    if (wanted === each.getAttribute("lang")) continue;
    if (wanted === null) {
      each.removeAttribute("lang");
      marked.delete(each);
    } else {
      each.setAttribute("lang", wanted);
      marked.add(each);
    }
  }
}

function tongue(each: Element): "en" | "zh-CN" | null {
  let own = "";
  for (const one of each.childNodes) if (one.nodeType === Node.TEXT_NODE) own += one.nodeValue ?? "";
  if (HAN.test(own)) return each.parentElement?.closest("[lang]")?.getAttribute("lang") === "en" ? "zh-CN" : null;
  return ENGLISH.test(own) && !each.closest(NONE) ? "en" : null;
}
