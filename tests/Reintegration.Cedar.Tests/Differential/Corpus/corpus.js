// Writes folders of tests in Cedar's integration-test format with the official engine's answers:
//   node corpus.js ENGINE OUT SEED WORLDS
// OUT/corpus-tests holds the worlds it reads, OUT/refused those it does not. Paths in a test are relative to OUT.
const fs = require('fs');
const path = require('path');
const { Dice } = require('./dice');
const { Schema } = require('./schema');
const { Values } = require('./values');
const { Policies } = require('./policies');

const [, , engine, out, seed, worlds] = process.argv;
const cedar = require(engine);
const REQUESTS = 16;
const failure = (answer) => answer.errors.map((error) => error.message).join('; ');

function policiesOf(dice, schema, values) {
  const policies = new Policies(dice, schema, values);
  const set = { staticPolicies: {}, templates: {}, templateLinks: [] };
  const isJson = dice.oneIn(4);
  const ids = [];
  const texts = dice.times(2, 7, (i) => {
    const isTemplate = dice.oneIn(6);
    const id = isJson && dice.oneIn(3) ? `odd "${i}" ü` : `policy${i}`;
    const text = policies.policy(isTemplate);
    ids.push(id);
    set[isTemplate ? 'templates' : 'staticPolicies'][id] = text;
    if (isTemplate && isJson) set.templateLinks.push(...linksOf(dice, schema, values, id, text));
    return text;
  });
  if (!isJson) return { set, ids, text: texts.join('\n\n'), format: 'cedar' };
  for (const [kind, convert] of [['staticPolicies', cedar.policyToJson], ['templates', cedar.templateToJson]]) {
    for (const id of Object.keys(set[kind])) {
      const answer = convert(set[kind][id]);
      if (answer.type !== 'success') return { set, failure: failure(answer) };
      set[kind][id] = answer.json;
    }
  }
  return { set, text: JSON.stringify(set), format: 'json' };
}

function linksOf(dice, schema, values, id, text) {
  return dice.times(0, 2, (i) => ({
    templateId: id,
    newId: `${id} link ${i}`,
    values: { [text.includes('?principal') ? '?principal' : '?resource']: values.uid(dice.pick(schema.entities)) },
  }));
}

function schemaOf(dice, text) {
  if (!dice.oneIn(3)) return { text, read: text, format: 'cedar', extension: 'cedarschema' };
  const answer = (dice.oneIn(2) ? cedar.schemaToJson : cedar.schemaToJsonWithResolvedTypes)(text);
  if (answer.type !== 'success') return { failure: failure(answer) };
  const named = dice.oneIn(2);
  return {
    text: JSON.stringify(answer.json, null, dice.oneIn(2) ? 2 : 0), read: answer.json, format: 'json',
    extension: named ? 'schema.json' : 'cedarschema',
  };
}

function world(number) {
  const dice = new Dice(Number(seed) * 1000003 + number);
  const model = new Schema(dice);
  const values = new Values(dice, model);
  const schema = schemaOf(dice, model.toString());
  const policies = policiesOf(dice, model, values);
  const entities = values.entities();
  const requests = Array.from({ length: REQUESTS }, (_, i) => values.request(i));
  return { dice, model, schema, policies, entities, requests };
}

function verdict({ schema, policies }) {
  const answer = cedar.validate({ schema: schema.read, policies: policies.set });
  return answer.type === 'success' ? { isValid: answer.validationErrors.length === 0 } : { failure: failure(answer) };
}

// Most sets have a policy that is not valid. A verdict says more of a set in which all are, or all but one.
function winnow(made) {
  const { dice, schema, policies } = made;
  if (policies.failure || schema.failure || policies.format === 'json' || dice.oneIn(4)) return;
  const answer = cedar.validate({ schema: schema.read, policies: policies.set });
  if (answer.type !== 'success') return;
  const invalid = new Set(answer.validationErrors.map((error) => error.policyId));
  const spared = dice.oneIn(3) ? dice.pick([...invalid]) : undefined;
  const kept = policies.ids.filter((id) => !invalid.has(id) || id === spared);
  const all = { ...policies.set.staticPolicies, ...policies.set.templates };
  const set = { staticPolicies: {}, templates: {}, templateLinks: [] };
  kept.forEach((id, i) => {
    set[id in policies.set.templates ? 'templates' : 'staticPolicies'][`policy${i}`] = all[id];
  });
  made.policies = { set, text: kept.map((id) => all[id]).join('\n\n'), format: 'cedar' };
}

function decide(request, entities) {
  const { principal, action, resource, context, validateRequest = true } = request;
  const answer = cedar.statefulIsAuthorized({
    principal, action, resource, context, entities, validateRequest,
    preparsedPolicySetId: 'policies', preparsedSchemaName: 'schema',
  });
  if (answer.type !== 'success') return { failure: failure(answer) };
  const { decision, diagnostics } = answer.response;
  return { decision, reason: diagnostics.reason, errors: [...new Set(diagnostics.errors.map((error) => error.policyId))] };
}

function write(folder, name, made, shouldValidate, requests) {
  const { schema, policies, entities } = made;
  const file = (suffix, text) => {
    fs.writeFileSync(path.join(out, folder, `${name}.${suffix}`), text);
    return `${folder}/${name}.${suffix}`;
  };
  file('json', JSON.stringify({
    schema: file(schema.extension, schema.text),
    ...(schema.format === 'json' ? { schemaFormat: 'json' } : {}),
    policies: file(policies.format === 'json' ? 'policies.json' : 'cedar', policies.text),
    ...(policies.format === 'json' ? { policyFormat: 'json' } : {}),
    shouldValidate,
    entities: file('entities.json', JSON.stringify(entities)),
    requests,
  }, null, 1));
}

const counts = { worlds: 0, requests: 0, allowed: 0, failing: 0, invalid: 0, refused: 0, unusable: 0 };
const reasons = {};
for (const folder of ['corpus-tests', 'refused']) fs.mkdirSync(path.join(out, folder), { recursive: true });
for (let number = 0; number < Number(worlds); number++) {
  const made = world(number);
  winnow(made);
  const name = `${seed}-${number}`;
  const checked = made.schema.failure || made.policies.failure ? { failure: made.schema.failure ?? made.policies.failure } : verdict(made);
  if (checked.failure !== undefined) {
    counts.unusable++;
    reasons[`unusable ${checked.failure.slice(0, 170)}`] = (reasons[`unusable ${checked.failure.slice(0, 170)}`] ?? 0) + 1;
    continue;
  }
  cedar.preparseSchema('schema', made.schema.read);
  cedar.preparsePolicySet('policies', made.policies.set);
  const answers = made.requests.map((request) => ({ ...request, ...decide(request, made.entities) }));
  const good = answers.filter((answer) => answer.failure === undefined);
  const bad = answers.filter((answer) => answer.failure !== undefined);
  if (good.length > 0) write('corpus-tests', name, made, checked.isValid, good);
  if (bad.length > 0) write('refused', name, made, checked.isValid, bad.map((answer) => ({ ...answer, decision: 'refused' })));
  for (const { failure: why } of bad) reasons[why.slice(0, 60)] = (reasons[why.slice(0, 60)] ?? 0) + 1;
  counts.worlds++;
  counts.requests += good.length;
  counts.refused += bad.length;
  counts.allowed += good.filter((answer) => answer.decision === 'allow').length;
  counts.failing += good.filter((answer) => answer.errors.length > 0).length;
  counts.invalid += checked.isValid ? 0 : 1;
}
console.log(JSON.stringify(counts));
if (process.env.CORPUS_REASONS) console.log(JSON.stringify(reasons, null, 1));
