import type { Service, ServiceContext } from '@vedette/core/run';
import type { Command } from 'commander';
import { runAlone } from '../run-alone.ts';
import { apiSetup } from '../settings/api-setup.ts';
import { addSettingFlags, type FlagName } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import type { Settings } from '../settings/schema.ts';
import { sweeperSetup } from '../settings/sweeper-setup.ts';
import { workerSetup } from '../settings/worker-setup.ts';
import { addCloudBrokerTools } from './cloud-broker.ts';

interface ServiceCommand {
  readonly name: string;
  readonly help: string;
  readonly flags: readonly FlagName[];
  /** A service with a `done` ends the process when that resolves. */
  start(settings: Settings, context: ServiceContext): Promise<Service & { readonly done?: Promise<void> }>;
  /** Adds what else there is to do with it. */
  readonly addTools?: (command: Command) => void;
}

/**
 * Every service that runs alone as its own process, in the order of a shot's journey. Each is loaded where it is started:
 * a broker needs neither a model nor an image library in its memory.
 */
const SERVICES: readonly ServiceCommand[] = [
  {
    name: 'face-detector',
    help: 'camera -> faces -> shots on the edge broker',
    flags: ['source', 'select', 'model', 'camera', 'site', 'device', 'edge'],
    async start(settings, context) {
      const { startFaceDetector } = await import('@vedette/face-detector');
      return startFaceDetector(settings.faceDetector, settings, context);
    },
  },
  {
    name: 'edge-broker',
    help: 'the local MQTT broker, durable',
    flags: ['edgePort'],
    async start(settings, context) {
      const { startEdgeBroker } = await import('@vedette/edge-broker');
      return startEdgeBroker(settings.edgeBroker, settings, context);
    },
  },
  {
    name: 'forwarder',
    help: 'edge broker -> spool on disk -> cloud broker',
    flags: ['edge', 'cloud', 'site', 'device'],
    async start(settings, context) {
      const { startForwarder } = await import('@vedette/forwarder');
      return startForwarder(settings.forwarder, settings, context);
    },
  },
  {
    name: 'cloud-broker',
    help: "the cloud's MQTT broker",
    flags: ['cloudPort'],
    async start(settings, context) {
      const { startCloudBroker } = await import('@vedette/cloud-broker');
      return startCloudBroker(settings.cloudBroker, settings, context);
    },
    addTools: addCloudBrokerTools,
  },
  {
    name: 'image-sink',
    help: 'cloud broker -> bucket and catalog -> receipt',
    flags: ['cloud', 'bucket', 'catalog'],
    async start(settings, context) {
      const { startImageSink } = await import('@vedette/image-sink');
      return startImageSink(settings.imageSink, settings, context);
    },
  },
  {
    name: 'sweeper',
    help: 'removes from bucket and catalog what has had its time, by the rules of `retention`',
    flags: ['bucket', 'catalog'],
    async start(settings, context) {
      const { startSweeper } = await import('@vedette/sweeper');
      return startSweeper(sweeperSetup(settings), context);
    },
  },
  {
    name: 'worker',
    help: 'does operations on pictures, as jobs ask for them; any number on any number of machines',
    flags: ['bucket', 'catalog'],
    async start(settings, context) {
      const { startWorker } = await import('@vedette/worker');
      return startWorker(settings.worker, workerSetup(settings), context);
    },
  },
  {
    name: 'api',
    help: 'bucket and catalog over HTTP, and the page that shows them',
    flags: ['cloud', 'bucket', 'catalog'],
    async start(settings, context) {
      const { startApi } = await import('@vedette/api');
      return startApi(settings.api, apiSetup(settings), settings, context);
    },
  },
];

export function addServiceCommands(program: Command): void {
  for (const { name, help, flags, start, addTools } of SERVICES) {
    const command = program.command(name).description(`run alone: ${help}`);
    addSettingFlags(command, [...flags, 'data', 'httpPort', 'logLevel']).action((options) => {
      const settings = loadSettings(options);
      return runAlone(name, settings, (context) => start(settings, context));
    });
    addTools?.(command);
  }
}
