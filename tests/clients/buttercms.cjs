// Runs every call of the npm client `buttercms` against the sandbox, and prints what came of each.
// Arguments: the folder with node_modules, the sandbox's address.
const { createRequire } = require("node:module");
const path = require("node:path");

const [folder, address] = process.argv.slice(2);
const Butter = createRequire(path.join(folder, "package.json"))("buttercms");

// The client knows one address only, its vendor's; each request is led to the sandbox instead.
const real = globalThis.fetch;
globalThis.fetch = (url, options) => real(url.replace(/^https:\/\/[^/]+/, address), options);

// The client asks for Node 20, where this is; an older one makes no difference otherwise.
AbortSignal.any ??= ([first]) => first;

const client = (Butter.default ?? Butter)("butter-read-token");
const AREAS = ["author", "category", "content", "feed", "page", "post", "tag"];
const CALLS = {
  "author.list": () => client.author.list({ include: "recent_posts" }),
  "author.retrieve": () => client.author.retrieve("ana"),
  "category.list": () => client.category.list(),
  "category.retrieve": () => client.category.retrieve("news"),
  "content.retrieve": () => client.content.retrieve(["authors"], { locale: "en" }),
  "feed.retrieve": () => client.feed.retrieve("rss"),
  "page.list": () => client.page.list("article", { locale: "en", preview: 1, page_size: 5 }),
  "page.retrieve": () => client.page.retrieve("article", "tea", { locale: "fr", preview: 1 }),
  "page.search": () => client.page.search("tea", { page_type: "article" }),
  "post.list": () => client.post.list({ page_size: 5, exclude_body: true }),
  "post.retrieve": () => client.post.retrieve("draft", { preview: 1 }),
  "post.search": () => client.post.search("hello"),
  "tag.list": () => client.tag.list(),
  "tag.retrieve": () => client.tag.retrieve("green"),
};

(async () => {
  const answers = {};
  for (const [name, call] of Object.entries(CALLS)) {
    try {
      const answer = await call();
      answers[name] = answer.status === 200 && answer.data.data !== undefined ? "ok" : JSON.stringify(answer);
    } catch (error) {
      answers[name] = String(error.message ?? error);
    }
  }
  const offered = AREAS.flatMap((area) =>
    Object.keys(client[area]).filter((name) => name !== "cancelRequest").map((name) => `${area}.${name}`),
  );
  console.log(JSON.stringify({ offered: offered.sort(), answers }));
})();
