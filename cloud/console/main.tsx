import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Problem } from './api/request.ts';
import { App } from './app.tsx';
import './base.css';

const MOST_TRIES = 2;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      // What was refused once is refused again; what had no answer may have one.
      retry: (tries, error) => !(error instanceof Problem && error.status > 0) && tries < MOST_TRIES,
    },
  },
});

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has a #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
