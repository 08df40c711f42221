import type { ArticleStore } from '../core/ports.ts';
import type { Call } from './command.ts';
import { type LocalPorts, withLocalPorts } from './local-ports.ts';
import { articlesOf } from './pipeline-ports.ts';

type PortsCall = Pick<Call, 'global' | 'folder'>;

/** Opens the ports of this machine, or of the deployment that the command names, for as long as `use` takes. */
export async function withPorts<T>(call: PortsCall, use: (ports: LocalPorts) => Promise<T>): Promise<T> {
  if (call.global.deployment === null) return withLocalPorts(call.global.data, use);
  const { withDeploymentPorts } = await import('./deployment-ports.ts');
  return withDeploymentPorts(call, use);
}

/** The same for articles alone, which on this machine need no database. */
export async function withArticles<T>(call: PortsCall, use: (articles: ArticleStore) => Promise<T>): Promise<T> {
  if (call.global.deployment === null) return use(articlesOf(call.global.data));
  return withPorts(call, ({ deployment }) => use(deployment?.articles ?? articlesOf(call.global.data)));
}
