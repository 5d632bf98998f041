import type { ReactNode } from 'react';
import { Command } from '../parts/command.tsx';
import { Notice } from '../parts/notice.tsx';

export function EmptyBucket(): ReactNode {
  return (
    <Notice title="The bucket is empty">
      <p>This plays a camera, and stores what it sees:</p>
      <Command line="vedette up --source sim" />
    </Notice>
  );
}
