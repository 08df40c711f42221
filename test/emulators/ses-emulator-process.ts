import { type SesEmulatorOptions, startSesEmulator } from './ses-emulator.ts';

// The other end of `forkSesEmulator`: options as JSON in the first argument, then one call a message.

const emulator = await startSesEmulator(JSON.parse(process.argv[2] ?? '{}') as SesEmulatorOptions);

process.on(
  'message',
  (call: { id: number; name: 'accepted' | 'calls' | 'connections' | 'setFault' | 'setLimits'; argument: never }) => {
    void (async () => {
      const value: unknown = await emulator[call.name](call.argument);
      process.send?.({ id: call.id, value });
    })();
  },
);
process.on('disconnect', () => process.exit(0));
process.send?.({ id: 0, value: { url: emulator.url, certificate: emulator.certificate } });
