// How the page talks to its server: JSON there; back come lines of news, then the result.

export const make = (tag, attributes = {}, ...children) => {
  // Text goes in as text: whatever a name holds, it never becomes markup.
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (typeof value === "boolean") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
};

export const number = (value) => Math.round(value).toLocaleString("en");

const post = (path, body, signal) =>
  fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });

export async function ask(path, body, { signal, told = () => {} } = {}) {
  const answer = await post(path, body, signal);
  if (!answer.ok) throw new Error(await answer.text());
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let parts = [];
  for (;;) {
    const { value, done } = await reader.read();
    if (value) parts.push(value);
    if ((value && value.includes("\n")) || done) {
      const lines = parts.join("").split("\n");
      parts = [lines.pop()];
      for (const line of lines) {
        if (!line) continue;
        const news = JSON.parse(line);
        if (news.told) told(news.told);
        if (news.failed) throw new Error(news.failed);
        if (news.done) return { title: news.title, ...news.done };
      }
    }
    if (done) throw new Error("the server broke off; is it still running?");
  }
}

export function save(content, name) {
  const link = make("a", { href: URL.createObjectURL(content), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export async function download(name, wish) {
  const answer = await post(`/download/${name}`, wish);
  if (!answer.ok) throw new Error(await answer.text());
  save(await answer.blob(), name);
}
