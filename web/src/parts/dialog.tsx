/** A sheet over the page: closed by Escape, its button, or a click beside it. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../words/words.ts";

export interface DialogProps {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  wide?: boolean;
}

export function Dialog({ title, onClose, children, wide }: DialogProps) {
  const place = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = place.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog ref={place} class={wide ? "wide" : ""} aria-label={title} onClose={onClose} onClick={(event) => event.target === place.current && onClose()}>
      <div class="sheet">
        <header>
          <h2>{title}</h2>
          <button type="button" class="quiet close" aria-label={t("close")} onClick={onClose}>✕</button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
