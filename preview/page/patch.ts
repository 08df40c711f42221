/**
 * Makes a document show another HTML by changing only what differs: what stays keeps its place, its pictures stay loaded,
 * and the reader keeps theirs in the page. Scripts in it never run: they come from a parser without scripting, into a frame without.
 */
export function patchDocument(target: Document, html: string): void {
  const view = windowOf(target);
  if (view === null) return;
  const source = parsed(view, html);
  patchAttributes(target.documentElement, source.documentElement);
  patchChildren(target.head, source.head);
  patchAttributes(target.body, source.body);
  patchChildren(target.body, source.body);
}

/** Several frames show the same: it is parsed once, and never changed. */
let last: { html: string; document: Document } | null = null;

function parsed(view: Window & typeof globalThis, html: string): Document {
  if (last?.html === html) return last.document;
  // A frame's own parser: what the page's parses is under the page's policy, which allows no inline style.
  const document = new view.DOMParser().parseFromString(html, 'text/html');
  last = { html, document };
  return document;
}

function patchNode(target: Node, source: Node): void {
  if (isElement(target) && isElement(source)) {
    patchAttributes(target, source);
    patchChildren(target, source);
  } else if (target.nodeValue !== source.nodeValue) {
    target.nodeValue = source.nodeValue;
  }
}

/** A frame's nodes are of the frame's own classes, so `instanceof` does not tell. */
function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE;
}

function windowOf(target: Document): (Window & typeof globalThis) | null {
  return target.defaultView as (Window & typeof globalThis) | null;
}

function patchAttributes(target: Element, source: Element): void {
  for (const { name } of [...target.attributes]) {
    if (!source.hasAttribute(name)) target.removeAttribute(name);
  }
  for (const { name, value } of source.attributes) {
    if (target.getAttribute(name) === value) continue;
    try {
      target.setAttribute(name, value);
    } catch {
      // The parser takes names of attributes that nobody else may give.
    }
  }
}

function patchChildren(target: Node, source: Node): void {
  const before = [...target.childNodes];
  const after = [...source.childNodes];
  let start = 0;
  while (start < before.length && start < after.length && before[start]?.isEqualNode(after[start] ?? null)) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end]?.isEqualNode(after[after.length - 1 - end] ?? null)
  ) {
    end += 1;
  }
  const old = before.slice(start, before.length - end);
  const wanted = after.slice(start, after.length - end);
  const anchor = before[before.length - end] ?? null;
  for (const [index, node] of wanted.entries()) {
    const standing = old[index];
    if (standing === undefined) target.insertBefore(copied(node, target), anchor);
    else if (standing.nodeName === node.nodeName && standing.nodeType === node.nodeType) patchNode(standing, node);
    else target.replaceChild(copied(node, target), standing);
  }
  for (const extra of old.slice(wanted.length)) target.removeChild(extra);
}

function copied(node: Node, target: Node): Node {
  return target.ownerDocument?.importNode(node, true) ?? node;
}
