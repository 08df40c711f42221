// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the mutants are source text
/** One way to break the protocol on purpose: `find` stands exactly once in `file`, and `replace` takes its place. */
export interface Mutant {
  name: string;
  file: string;
  find: string;
  replace: string;
}

const send = 'core/stages/send.ts';

/** Each of these is a mistake that a real mailer has made, or could make. The simulator must catch them all. */
export const mutants: readonly Mutant[] = [
  {
    name: 'claim after act',
    file: send,
    find: 'for (const attempt of await this.#claim(attempts)) void this.#act(attempt);',
    replace: `this.#open += attempts.length; this.#queued += attempts.length;
      for (const attempt of attempts) void this.#act(attempt);
      const { editionId } = this.#batch;
      const claims = attempts.map(({ subscriberId, attemptId }) => ({ subscriberId, attemptId, claimedAt: this.#instant() }));
      await this.#persist('claim', () => this.#ports.ledger.claim(editionId, claims));`,
  },
  {
    name: 'a cursor in place of the ledger',
    file: send,
    find: "const answers = await this.#persist('claim', () => this.#ports.ledger.claim(this.#batch.editionId, claims));",
    replace: `await this.#persist('claim', () => this.#ports.ledger.claim(this.#batch.editionId, claims));
      const answers = claims.map(() => ({ written: true, standing: null }));`,
  },
  {
    name: 'no fencing: any open claim counts as one’s own',
    file: send,
    find: "return answer.standing?.attemptId === attempt.attemptId && answer.standing.state === 'claimed';",
    replace: "return answer.standing?.state === 'claimed';",
  },
  {
    name: 'an attempt id derived from the recipient',
    file: send,
    find: 'attempts.push({ subscriberId, messageId, attemptId: this.#ports.ids.next(), recipient });',
    replace: 'attempts.push({ subscriberId, messageId, attemptId: messageId, recipient });',
  },
  {
    name: 'retry on a reset',
    file: 'core/stages/outcome-of.ts',
    find: "if (answer.kind === 'broken') return { state: 'uncertain', detail: redact(answer.detail, addresses) };",
    replace: `if (answer.kind === 'broken') return { state: 'deferred', detail: 'no connection', throttled: false, hold: null };`,
  },
  {
    name: 'a 500 means that nothing was taken',
    file: 'core/stages/outcome-of.ts',
    find: "if (status < 400 || status >= 500) return { state: 'uncertain', detail };",
    replace: "if (status < 400 || status >= 500) return { state: 'deferred', detail, throttled: true, hold: null };",
  },
  {
    name: 'a success without an id means that nothing was taken',
    file: 'core/stages/outcome-of.ts',
    find: ": { state: 'uncertain', detail: 'an answer of success without a message id' };",
    replace: ": { state: 'deferred', detail: 'no message id', throttled: true, hold: null };",
  },
  {
    name: 'any refusal is the recipient’s',
    file: 'core/stages/outcome-of.ts',
    find: "return held('refused-by-provider', detail);",
    replace: "return { state: 'rejected', detail };",
  },
  {
    name: 'the quota counts against the recipient',
    file: 'core/stages/outcome-of.ts',
    find: "return held('daily-quota', detail);",
    replace: "return { state: 'rejected', detail };",
  },
  {
    name: 'the state at dispatch is forgotten',
    file: 'core/stages/withhold.ts',
    find: "if (standing.status !== 'active') return standing.status;",
    replace: '',
  },
  {
    name: 'silence is proof',
    file: 'core/stages/settle.ts',
    find: "?? 'unknown';",
    replace: "?? 'refused';",
  },
  {
    name: 'batches of a selection that died are taken for the frozen ones',
    file: 'core/stages/select.ts',
    find: 'const prefix = `audience/${ports.ids.next()}`;',
    replace: "const prefix = 'audience/batches';",
  },
  {
    name: 'nothing looks at the deadline before handing over',
    file: send,
    find: 'return this.#ended !== null || (deadlineAt !== undefined && this.#now >= deadlineAt);',
    replace: 'return deadlineAt === -1;',
  },
  {
    name: 'an outcome that cannot be written is taken for written',
    file: send,
    find: 'if (tries >= triesAllowed || this.#failure !== null) {',
    replace:
      "if (what === 'record') return undefined as T;\n        if (tries >= triesAllowed || this.#failure !== null) {",
  },
  {
    name: 'what was claimed and not handed over stays claimed',
    file: send,
    find: "await this.#persist('release', () => this.#ports.ledger.release(this.#batch.editionId, release));",
    replace: 'void release;',
  },
  {
    name: 'uncertain is sent again without being asked',
    file: 'core/stages/send-audience.ts',
    find: "if (counts.uncertain > 0 && options.onUncertain === 'send-again') {",
    replace: 'if (counts.uncertain > 0) {',
  },
];
