// Answers questions with the official Cedar engine. Each line of the input file is one world: a schema, policies,
// entities and requests. Each line of the output file says which policies do not validate and what is decided.
const fs = require('fs');
const [, , engine, input, output] = process.argv;
const cedar = require(engine);

const messages = (errors) => errors.map((error) => error.message).join('; ');

function validate(world) {
  const answer = cedar.validate({ schema: world.schema, policies: { staticPolicies: world.policies } });
  const schema = cedar.schemaToJson(world.schema).json ?? null;
  if (answer.type !== 'success') return { failure: messages(answer.errors), schema };
  return {
    schema,
    invalid: [...new Set(answer.validationErrors.map((error) => error.policyId))],
    messages: answer.validationErrors.map((error) => `${error.policyId}: ${error.error.message}`),
  };
}

function authorize(world, request) {
  const answer = cedar.statefulIsAuthorized({
    principal: request.principal,
    action: request.action,
    resource: request.resource,
    context: request.context,
    preparsedPolicySetId: 'policies',
    entities: world.entities,
    ...(world.withSchema ? { preparsedSchemaName: 'schema', validateRequest: true } : {}),
  });
  if (answer.type !== 'success') return { failure: messages(answer.errors) };
  const { decision, diagnostics } = answer.response;
  return { decision, reason: diagnostics.reason, errors: diagnostics.errors.map((error) => error.policyId) };
}

// Reading a text takes the engine far longer than deciding by it, so each is read once.
function prepare(world) {
  cedar.preparsePolicySet('policies', { staticPolicies: world.policies });
  if (world.withSchema) cedar.preparseSchema('schema', world.schema);
}

const lines = fs.readFileSync(input, 'utf8').split('\n').filter((line) => line.length > 0);
const answers = lines.map((line) => {
  const world = JSON.parse(line);
  prepare(world);
  return JSON.stringify({
    validation: world.schema === null ? null : validate(world),
    responses: world.requests.map((request) => authorize(world, request)),
  });
});
fs.writeFileSync(output, answers.join('\n') + '\n');
