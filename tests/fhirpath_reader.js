// Reads an exported Questionnaire with fhirpath.js. First line in: the expressions. Then a response per line, and for
// each a line out with every value.
const fhirpath = require('fhirpath');
const r4 = require('fhirpath/fhir-context/r4');
const lines = require('readline').createInterface({ input: process.stdin });

let form = null;

function compiled(expressions) {
  return expressions.map(([name, expression]) => [name, fhirpath.compile(expression, r4)]);
}

function read(response) {
  const context = { resource: response, questionnaire: form.questionnaire };
  for (const [name, value] of form.variables) context[name] = value(response, context);
  const found = {};
  for (const [name] of form.variables) found[name] = context[name];
  for (const [name, value] of form.others) found[name] = value(response, context);
  return found;
}

lines.on('line', (line) => {
  const given = JSON.parse(line);
  if (given.variables) {
    form = { questionnaire: given.questionnaire, variables: compiled(given.variables), others: compiled(given.others) };
    console.log('{}');
  } else {
    console.log(JSON.stringify(read(given)));
  }
});
