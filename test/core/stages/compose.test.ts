import { describe, expect, test } from '@jest/globals';
import type { MessageEnvelope, MessageRecipient } from '../../../core/model/message.ts';
import type { RenderedEdition } from '../../../core/model/rendered-edition.ts';
import { compileMessagePlan, composeMessage } from '../../../core/stages/compose.ts';

const envelope: MessageEnvelope = {
  from: { name: 'World Brief', address: 'brief@news.example.org' },
  replyTo: null,
  newsletter: { slug: 'world-brief', title: 'World Brief' },
  host: 'news.example.org',
};

const edition: RenderedEdition = {
  editionId: 'world-brief/2026-11-23',
  revision: '0123456789abcdef'.repeat(4),
  templateHash: 'fedcba9876543210'.repeat(4),
  subject: 'Good morning, mfa1b2c3n0',
  preheader: '',
  html: '<p title="mfa1b2c3n0">Dear mfa1b2c3n0, naïve = true <a href="mfa1b2c3n1">leave</a></p>\n.\n',
  text: 'Dear mfa1b2c3n0,\n\n.dot  \nFrom here\nmfa1b2c3n1',
  fields: [
    { marker: 'mfa1b2c3n0', value: { kind: 'attribute', name: 'first_name', default: 'reader' } },
    { marker: 'mfa1b2c3n1', value: { kind: 'link', link: 'unsubscribe' } },
  ],
};

const recipient: MessageRecipient = {
  subscriberId: 's1',
  email: 'ann@example.com',
  attributes: { first_name: 'Zoë' },
  links: {
    unsubscribe: 'https://news.example.org/u?t=abc&x=1',
    preferences: 'https://news.example.org/p?t=abc',
    view: 'https://news.example.org/v?t=abc',
  },
  messageId: '0123456789abcdef0123456789abcdef',
  at: '2026-11-23T12:00:00.000Z',
};

describe('composeMessage', () => {
  test('writes a whole message', () => {
    const plan = compileMessagePlan(edition, envelope);
    const text = Buffer.from(composeMessage(plan, recipient).bytes()).toString('latin1');
    expect(text).toMatchInlineSnapshot(`
"From: World Brief <brief@news.example.org>
To: ann@example.com
Subject: =?UTF-8?Q?Good_morning=2C_Zo=C3=AB?=
Date: Mon, 23 Nov 2026 12:00:00 +0000
Message-ID: <0123456789abcdef0123456789abcdef@news.example.org>
MIME-Version: 1.0
List-Id: World Brief <world-brief.news.example.org>
List-Unsubscribe: <https://news.example.org/u?t=abc&x=1>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
Auto-Submitted: auto-generated
Content-Type: multipart/alternative;
 boundary="=_pressrun_0123456789abcdef0123456789abcdef"

--=_pressrun_0123456789abcdef0123456789abcdef
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Dear =
Zo=C3=AB=
,

=2Edot =20
=46rom here
https://news.example.org/u?t=3Dabc&x=3D1=

--=_pressrun_0123456789abcdef0123456789abcdef
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<p title=3D"=
Zo=C3=AB=
">Dear =
Zo=C3=AB=
, na=C3=AFve =3D true <a href=3D"=
https://news.example.org/u?t=3Dabc&amp;x=3D1=
">leave</a></p>
=2E

--=_pressrun_0123456789abcdef0123456789abcdef--
"
`);
  });
});
