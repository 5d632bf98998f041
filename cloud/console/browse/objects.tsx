import type { ReactNode } from 'react';
import { useObjects } from '../api/queries.ts';
import { bytes } from '../format/count.ts';
import { localTime } from '../format/time.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Failed } from '../parts/failed.tsx';
import { Notice } from '../parts/notice.tsx';
import { Pending } from '../parts/pending.tsx';
import { hrefOf } from '../route/route.ts';
import { EmptyBucket } from './empty-bucket.tsx';

/** The bucket as it is: folders and objects under a prefix. */
export function Objects({ prefix }: { readonly prefix: string }): ReactNode {
  const listing = useObjects(prefix);
  const pages = listing.data?.pages ?? [];
  const folders = pages.flatMap((page) => page.folders);
  const objects = pages.flatMap((page) => page.objects);
  if (listing.error) return <Failed what="The bucket" error={listing.error} retry={() => void listing.refetch()} />;
  if (listing.isPending) return <Pending what="the listing" />;
  if (folders.length + objects.length === 0) return <NothingThere prefix={prefix} />;
  return (
    <div className="page">
      <Crumbs prefix={prefix} />
      <ul className="objects">
        {folders.map((folder) => (
          <li key={folder}>
            <a href={linkTo(folder)}>{nameIn(folder, prefix)}</a>
          </li>
        ))}
        {objects.map(({ key, bytes: size, modifiedAt }) => (
          <li key={key}>
            <ObjectName name={nameIn(key, prefix)} />
            <span className="quiet">{bytes(size)}</span>
            <span className="quiet">{localTime(modifiedAt)}</span>
            <CopyButton text={key}>Copy the key</CopyButton>
          </li>
        ))}
      </ul>
      {listing.hasNextPage ? (
        <button type="button" disabled={listing.isFetchingNextPage} onClick={() => void listing.fetchNextPage()}>
          Show more
        </button>
      ) : null}
    </div>
  );
}

function Crumbs({ prefix }: { readonly prefix: string }): ReactNode {
  const parts = prefix.split('/').filter(Boolean);
  return (
    <nav aria-label="Folder" className="crumbs">
      <a href={linkTo('')}>bucket</a>
      {parts.map((part, index) => {
        const upTo = `${parts.slice(0, index + 1).join('/')}/`;
        return (
          <span key={upTo}>
            {' / '}
            <a href={linkTo(upTo)} aria-current={upTo === prefix ? 'true' : undefined}>
              {part}
            </a>
          </span>
        );
      })}
    </nav>
  );
}

/** A shot's object leads to the shot: its id is in most names. */
function ObjectName({ name }: { readonly name: string }): ReactNode {
  const [id] = /[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}/.exec(name) ?? [];
  return id === undefined ? <span>{name}</span> : <a href={hrefOf('browse', { shot: id })}>{name}</a>;
}

function NothingThere({ prefix }: { readonly prefix: string }): ReactNode {
  if (prefix !== '') {
    return (
      <Notice title="Nothing lies there">
        <p>
          There is no object under <code>{prefix}</code>, or not any more.
        </p>
        <a className="button" href={linkTo('')}>
          To the whole bucket
        </a>
      </Notice>
    );
  }
  return <EmptyBucket />;
}

function linkTo(prefix: string): string {
  return hrefOf('browse', { as: 'objects', prefix });
}

function nameIn(key: string, prefix: string): string {
  return key.startsWith(prefix) ? key.slice(prefix.length) : key;
}
