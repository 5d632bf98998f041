import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { forgetToken, keepToken, readToken } from '../api/token.ts';
import { Command } from '../parts/command.tsx';
import { Notice } from '../parts/notice.tsx';

/** Asks for the token that the API wants, and keeps it in this browser. */
export function SignIn(): ReactNode {
  const client = useQueryClient();
  const [wasRefused, setRefused] = useState(() => readToken() !== undefined);
  const signIn = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const token = new FormData(event.currentTarget).get('token');
    if (typeof token !== 'string' || token.trim() === '') forgetToken();
    else keepToken(token.trim());
    setRefused(true); // seen only where the page does not change
    await client.resetQueries();
  };
  return (
    <Notice title="This server wants a token">
      <p>Whoever runs it makes one by this line, which says it once:</p>
      <Command line="vedette token add console --scope read,upload,operate" />
      <form className="row" onSubmit={signIn}>
        <label className="field">
          Token
          <input name="token" type="password" autoComplete="off" spellCheck={false} />
        </label>
        <button className="primary" type="submit">
          Come in
        </button>
      </form>
      {wasRefused ? (
        <p className="red">The token that this browser has is not, or no longer, one of this server's.</p>
      ) : null}
    </Notice>
  );
}
