// Loads one bundle as Lambda would, gives it one event, and says what came of it and how long it took.
const began = performance.now();
const cpu = process.cpuUsage();
const { handler } = await import(process.argv[2]);
const importMilliseconds = performance.now() - began;
const { user, system } = process.cpuUsage(cpu);
const context = { awsRequestId: 'smoke', getRemainingTimeInMillis: () => 300_000 };
let answer;
try {
  answer = { payload: await handler(JSON.parse(process.argv[3]), context) };
} catch (error) {
  answer = { error: error.name, message: error.message };
}
const figures = { importMilliseconds, importCpuMilliseconds: (user + system) / 1000 };
process.stdout.write(`\n@@${JSON.stringify({ ...answer, version: process.version, ...figures })}`);
process.exit(0);
