import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem } from '../api/request.ts';
import type { Summary } from '../api/shapes.ts';
import { hrefOf } from '../route/route.ts';

/** One sentence in one colour; a click leads to the reason. */
export function StateSentence({ summary }: { readonly summary: UseQueryResult<Summary> }): ReactNode {
  const { state, text, href } = said(summary);
  return (
    <a className={`state ${state}`} href={href} aria-label={`State: ${text}`}>
      <span className="dot" aria-hidden="true" />
      <span className="sentence">{text}</span>
    </a>
  );
}

function said({ data, error }: UseQueryResult<Summary>) {
  if (error instanceof Problem && error.status === 401) {
    return { state: 'unknown', text: 'This server wants a token', href: hrefOf('live') };
  }
  if (error) return { state: 'red', text: error.message, href: hrefOf('devices') };
  if (!data) return { state: 'unknown', text: 'Asking how things are …', href: hrefOf('devices') };
  return { state: data.state, text: data.sentence, href: data.reasons[0]?.link ?? hrefOf('devices') };
}
