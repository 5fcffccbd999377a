// Runs every call of the npm client `webflow-api` in the areas that the sandbox serves, and prints what came of each.
// Arguments: the folder with node_modules, the sandbox's address, the ids of its seed as JSON.
const { createRequire } = require("node:module");
const path = require("node:path");

const [folder, address, told] = process.argv.slice(2);
const { WebflowClient } = createRequire(path.join(folder, "package.json"))("webflow-api");
const ids = JSON.parse(told);
const api = `${address}/v2`;
const client = new WebflowClient({
  accessToken: "sandbox-token",
  environment: { base: api, dataApi: api, contentDeliveryApi: api },
});

// Every method that the client offers; one that a part only inherits is counted where it is first.
function offered(thing, names, seen) {
  const found = [];
  const parts = new Set();
  for (let level = Object.getPrototypeOf(thing); level && level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const [name, made] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (name === "constructor" || name.startsWith("_")) continue;
      if (made.get) {
        parts.add(name);
      } else if (typeof made.value === "function" && !seen.has(made.value)) {
        seen.add(made.value);
        found.push([...names, name].join("."));
      }
    }
  }
  for (const name of parts) {
    if (thing[name] && typeof thing[name] === "object") found.push(...offered(thing[name], [...names, name], seen));
  }
  return [...new Set(found)];
}

const { site, posts, tea, english, french, secondary, page, node, component, property, asset } = ids;
const data = (slug) => ({ name: slug, slug });
const made = {};
const items = client.collections.items;

const CALLS = {
  "token.introspect": () => client.token.introspect(),
  "token.authorizedBy": () => client.token.authorizedBy(),
  "sites.list": () => client.sites.list(),
  "sites.get": () => client.sites.get(site),
  "sites.getCustomDomain": () => client.sites.getCustomDomain(site),
  "sites.publish": () => client.sites.publish(site, { publishToWebflowSubdomain: true }),
  "collections.list": () => client.collections.list(site),
  "collections.create": async () => {
    made.collection = (await client.collections.create(site, { displayName: "Cups", singularName: "Cup" })).id;
  },
  "collections.get": () => client.collections.get(made.collection),
  "collections.fields.create": async () => {
    made.field = (await client.collections.fields.create(made.collection, { type: "PlainText", displayName: "Note" })).id;
  },
  "collections.fields.update": () => client.collections.fields.update(made.collection, made.field, { helpText: "Which" }),
  "collections.fields.delete": () => client.collections.fields.delete(made.collection, made.field),
  "collections.delete": () => client.collections.delete(made.collection),
  "collections.items.listItems": () => items.listItems(posts, { cmsLocaleId: `${english},${french}`, limit: 10 }),
  "collections.items.getItem": () => items.getItem(posts, tea, { cmsLocaleId: french }),
  "collections.items.createItem": async () => {
    made.one = (await items.createItem(posts, { isDraft: true, fieldData: data("one") })).id;
  },
  "collections.items.createItems": async () => {
    const answer = await items.createItems(posts, { cmsLocaleIds: [english, french], isDraft: true, fieldData: data("two") });
    made.two = (answer.items ?? [answer])[0].id;
  },
  "collections.items.updateItem": () => items.updateItem(posts, made.one, { fieldData: { name: "First" } }),
  "collections.items.updateItems": () => items.updateItems(posts, { items: [{ id: made.one, fieldData: { name: "1" } }] }),
  "collections.items.publishItem": () => items.publishItem(posts, { itemIds: [made.one] }),
  "collections.items.createItemLive": async () => {
    made.live = (await items.createItemLive(posts, { fieldData: data("live") })).id;
  },
  "collections.items.listItemsLive": () => items.listItemsLive(posts),
  "collections.items.getItemLive": () => items.getItemLive(posts, made.live),
  "collections.items.updateItemLive": () => items.updateItemLive(posts, made.live, { fieldData: { name: "L" } }),
  "collections.items.updateItemsLive": () =>
    items.updateItemsLive(posts, { items: [{ id: made.live, fieldData: { name: "Live" } }] }),
  "collections.items.deleteItemLive": () => items.deleteItemLive(posts, made.live),
  "collections.items.deleteItemsLive": () => items.deleteItemsLive(posts, { items: [{ id: made.one }] }),
  "collections.items.deleteItem": () => items.deleteItem(posts, made.one),
  "collections.items.deleteItems": () => items.deleteItems(posts, { items: [{ id: made.two, cmsLocaleIds: [english, french] }] }),
  "pages.list": () => client.pages.list(site, { localeId: secondary }),
  "pages.getMetadata": () => client.pages.getMetadata(page, { localeId: secondary }),
  "pages.updatePageSettings": () => client.pages.updatePageSettings(page, { localeId: secondary, body: { title: "Titre" } }),
  "pages.getContent": () => client.pages.getContent(page, { localeId: secondary }),
  "pages.updateStaticContent": () =>
    client.pages.updateStaticContent(page, { localeId: secondary, nodes: [{ nodeId: node, text: "<p>Mots</p>" }] }),
  "components.list": () => client.components.list(site),
  "components.getContent": () => client.components.getContent(site, component, { localeId: secondary }),
  "components.updateContent": () =>
    client.components.updateContent(site, component, { localeId: secondary, nodes: [{ nodeId: ids.inside, text: "<p>Fixe</p>" }] }),
  "components.getProperties": () => client.components.getProperties(site, component, { localeId: secondary }),
  "components.updateProperties": () =>
    client.components.updateProperties(site, component, { localeId: secondary, properties: [{ propertyId: property, text: "Avis" }] }),
  "assets.list": () => client.assets.list(site),
  "assets.get": () => client.assets.get(asset),
  "assets.update": () => client.assets.update(asset, { displayName: "Cup" }),
  "assets.create": () => client.assets.create(site, { fileName: "a.png", fileHash: "0".repeat(32) }),
  "assets.utilities.createAndUpload": async () => {
    const file = new TextEncoder().encode("a picture").buffer;
    const uploaded = await client.assets.utilities.createAndUpload(site, { file, fileName: "b.png" });
    const shown = await (await fetch(`${api}/assets/${uploaded.id}`, { headers: { Authorization: "Bearer sandbox-token" } })).json();
    if (shown.size !== 9) throw new Error(`The file did not arrive: ${JSON.stringify(shown)}`);
  },
  "assets.createFolder": async () => {
    made.folder = (await client.assets.createFolder(site, { displayName: "Cups" })).id;
  },
  "assets.listFolders": () => client.assets.listFolders(site),
  "assets.getFolder": () => client.assets.getFolder(made.folder),
  "assets.delete": () => client.assets.delete(asset),
  "webhooks.create": async () => {
    made.hook = (await client.webhooks.create(site, { triggerType: "site_publish", url: "https://hooks.example/" })).id;
  },
  "webhooks.list": () => client.webhooks.list(site),
  "webhooks.get": () => client.webhooks.get(made.hook),
  "webhooks.delete": () => client.webhooks.delete(made.hook),
};

(async () => {
  const answers = {};
  for (const [name, call] of Object.entries(CALLS)) {
    try {
      const answer = await call();
      const errors = answer && Array.isArray(answer.errors) ? answer.errors : [];
      answers[name] = errors.length ? JSON.stringify(errors) : "ok";
    } catch (error) {
      answers[name] = String(error.message ?? error);
    }
  }
  console.log(JSON.stringify({ offered: offered(client, [], new Set()).sort(), answers }));
})();
