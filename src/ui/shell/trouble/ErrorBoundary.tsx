import { Component, type ComponentType, type ReactNode } from "react";

/** What a fallback gets. */
export interface BrokenProps {
  readonly error: Error;
  /** Draws the view again. */
  readonly reset: () => void;
}

export interface ErrorBoundaryProps {
  readonly children: ReactNode;
  readonly Fallback: ComponentType<BrokenProps>;
}

/** Shows a way back instead of a blank page where a view throws. React has error boundaries only as classes. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(thrown: unknown): { readonly error: Error } {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    const { children, Fallback } = this.props;
    return error === null ? (
      children
    ) : (
      <Fallback error={error} reset={() => this.setState({ error: null })} />
    );
  }
}
