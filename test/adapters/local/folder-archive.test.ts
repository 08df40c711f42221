import { createFolderArchive } from '../../../adapters/local/folder-archive.ts';
import { archiveContract } from '../../contracts/archive.ts';
import { temporaryFolder } from '../../temporary.ts';

archiveContract('folder', async () => createFolderArchive(await temporaryFolder()));
