import { useState } from 'preact/hooks';
import type { EditionAnswer, TestAnswer, TestRequest } from '../view.ts';
import { act, FaultError } from './api.ts';
import type { PageState } from './state.ts';

interface TestPanelProps {
  state: PageState;
  edition: EditionAnswer | null;
  mailer: 'outbox' | 'ses';
  go: (change: Partial<PageState>) => void;
}

type Step =
  | { kind: 'write' }
  | { kind: 'confirm' }
  | { kind: 'sending' }
  | { kind: 'done'; answer: TestAnswer }
  | { kind: 'failed'; why: string };

/** One message to one address, through the mailer the config names. */
export function TestPanel({ state, edition, mailer, go }: TestPanelProps) {
  const [address, setAddress] = useState('');
  const [step, setStep] = useState<Step>({ kind: 'write' });
  const recipient = edition?.edition?.recipient ?? null;
  const by = mailer === 'ses' ? 'Amazon SES' : 'the outbox: a file in a folder, and nobody is mailed';
  const send = async () => {
    setStep({ kind: 'sending' });
    const { newsletter, date, at } = state;
    const request: TestRequest = { newsletter, date, at, address, recipient: state.recipient };
    try {
      setStep({ kind: 'done', answer: await act<TestAnswer>('/api/test', request) });
    } catch (error) {
      setStep({
        kind: 'failed',
        why: error instanceof FaultError ? error.fault.message : 'The preview does not answer.',
      });
    }
  };
  return (
    <form
      class="scroll test"
      onSubmit={(event) => {
        event.preventDefault();
        setStep({ kind: 'confirm' });
      }}
    >
      <p class="says">This edition, as it is now, to one address. It is no part of any run, and may be sent again.</p>
      <label>
        <span>To</span>
        <input
          type="email"
          name="address"
          required
          placeholder="you@example.com"
          value={address}
          onInput={(event) => {
            setAddress(event.currentTarget.value);
            setStep({ kind: 'write' });
          }}
        />
      </label>
      <p>
        With the values of <b dir="auto">{recipient?.name ?? '…'}</b>, by {by}.
      </p>
      {(step.kind === 'write' || step.kind === 'done' || step.kind === 'failed') && (
        <button type="submit" class="act" disabled={edition?.edition == null || edition.stale}>
          Send a test …
        </button>
      )}
      {step.kind === 'confirm' && (
        <div class="confirm" role="alertdialog" aria-label="Confirm the test">
          <p>
            Send “{edition?.edition?.subject}” to <b>{address}</b>?
          </p>
          {/* biome-ignore lint/a11y/noAutofocus: the question was asked for, and Enter answers it */}
          <button type="button" class="act" autoFocus onClick={() => void send()}>
            Send it
          </button>
          <button type="button" class="link" onClick={() => setStep({ kind: 'write' })}>
            No
          </button>
        </div>
      )}
      <div role="status">
        {step.kind === 'sending' && <p>Sending …</p>}
        {step.kind === 'failed' && <p class="bad">{step.why}</p>}
        {step.kind === 'done' && (
          <p class={step.answer.state === 'accepted' ? 'good' : 'bad'}>
            {step.answer.state === 'accepted' ? 'Accepted' : `Not accepted (${step.answer.state})`} by {step.answer.by}
            {step.answer.detail !== null && `: ${step.answer.detail}`}.{' '}
            {mailer === 'outbox' && step.answer.state === 'accepted' && (
              <button type="button" class="link" onClick={() => go({ view: 'outbox', message: 'test' })}>
                Open the outbox
              </button>
            )}
          </p>
        )}
      </div>
    </form>
  );
}
