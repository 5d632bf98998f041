import { type DragEvent, type ReactNode, useState } from 'react';

const TYPES = 'image/jpeg,image/png,image/webp';

interface DropZoneProps {
  readonly isBusy: boolean;
  readonly hasPicture: boolean;
  take(file: File): void;
}

/** Takes a picture that is dropped, or chosen. */
export function DropZone({ isBusy, hasPicture, take }: DropZoneProps): ReactNode {
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) take(file);
  };
  return (
    <label
      className={isOver ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span>{isBusy ? 'Storing it …' : `Drop ${hasPicture ? 'another' : 'a'} picture here, or choose one`}</span>
      <input
        type="file"
        accept={TYPES}
        disabled={isBusy}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) take(file);
          target.value = ''; // the same one may be chosen again
        }}
      />
    </label>
  );
}
