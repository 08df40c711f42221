// Loads one bundle as Lambda would, gives it one event, and says what came of it and how long it took.
const began = performance.now();
const { handler } = await import(process.argv[2]);
const imported = performance.now();
const context = { awsRequestId: 'smoke', getRemainingTimeInMillis: () => 300_000 };
let answer;
try {
  answer = { payload: await handler(JSON.parse(process.argv[3]), context) };
} catch (error) {
  answer = { error: error.name, message: error.message };
}
const answered = performance.now();
process.stdout.write(
  `\n@@${JSON.stringify({ ...answer, version: process.version, importMilliseconds: imported - began, answerMilliseconds: answered - began, processMilliseconds: answered })}`,
);
process.exit(0);
