import { DATA_TYPES } from '../onnx/onnx-graph.ts';
import type { TfliteOperator, TfliteTensor, WindowOptions } from './tflite-graph.ts';
import { NCHW_TO_NHWC, NHWC_TO_NCHW, type Translation, UntranslatableError } from './translation.ts';

type Translate = (operator: TfliteOperator, to: Translation) => void;

/** One function per operator of TensorFlow Lite that we translate. */
export const OPERATORS: Readonly<Record<string, Translate>> = {
  ADD: add,
  CONCATENATION: concatenation,
  CONV_2D: (operator, to) => convolution(operator, to, { weightAxes: NHWC_TO_NCHW, group: 1 }),
  DEPTHWISE_CONV_2D: depthwiseConvolution,
  DEQUANTIZE: dequantize,
  MAX_POOL_2D: maxPool,
  PAD: pad,
  RELU: relu,
  RESHAPE: reshape,
  RESIZE_BILINEAR: resizeBilinear,
};

function add(operator: TfliteOperator, to: Translation): void {
  const inputs = operator.inputs.map((index) => to.value(index));
  // A constant is broadcast along the channels, which are the last axis there and the second here.
  if (operator.inputs.some((index) => to.tensor(index).data)) refuse(operator, 'of a constant');
  activated(operator, to, (output) => to.emit('Add', inputs, output));
}

function concatenation(operator: TfliteOperator, to: Translation): void {
  const rank = to.tensor(operator.outputs[0]).shape.length;
  const given = operator.axis ?? 0;
  const inRows = given < 0 ? given + rank : given;
  const axis = rank === 4 ? NHWC_TO_NCHW.indexOf(inRows) : inRows;
  const inputs = operator.inputs.map((index) => to.value(index));
  activated(operator, to, (output) => to.emit('Concat', inputs, output, { axis }));
}

/** Depthwise weights are [1, rows, columns, channels out]. */
function depthwiseConvolution(operator: TfliteOperator, to: Translation): void {
  const channels = to.tensor(operator.inputs[0]).shape[3] ?? 1;
  convolution(operator, to, { weightAxes: [3, 0, 1, 2], group: channels });
}

function convolution(
  operator: TfliteOperator,
  to: Translation,
  how: { readonly weightAxes: readonly number[]; readonly group: number },
): void {
  const [picture, weights, bias] = operator.inputs;
  const window = windowOf(operator);
  const transposed = to.emit('Transpose', [to.value(weights)], `${to.value(operator.outputs[0])}.weights`, {
    perm: how.weightAxes,
  });
  const inputs = [to.value(picture), transposed, ...(bias === undefined || bias < 0 ? [] : [to.value(bias)])];
  const attributes = {
    auto_pad: autoPad(window),
    strides: window.strides,
    dilations: window.dilations,
    group: how.group,
  };
  activated(operator, to, (output) => to.emit('Conv', inputs, output, attributes));
}

/** Of constants in half precision, which take half the space in the file. */
function dequantize(operator: TfliteOperator, to: Translation): void {
  const [input] = operator.inputs;
  if (to.tensor(input).type !== 'float16') refuse(operator, 'of anything but float16');
  to.emit('Cast', [to.value(input)], to.value(operator.outputs[0]), { to: DATA_TYPES.float32 });
}

function maxPool(operator: TfliteOperator, to: Translation): void {
  const window = windowOf(operator);
  const attributes = { auto_pad: autoPad(window), strides: window.strides, kernel_shape: window.kernel };
  const picture = to.value(operator.inputs[0]);
  activated(operator, to, (output) => to.emit('MaxPool', [picture], output, attributes));
}

/** The amounts are [axis][before, after]; ONNX wants those before of all axes, then those after. */
function pad(operator: TfliteOperator, to: Translation): void {
  const [picture, amounts] = operator.inputs;
  const pairs = int32sOf(operator, to.tensor(amounts));
  const output = to.value(operator.outputs[0]);
  if (pairs.length !== 8) refuse(operator, 'of anything but four axes');
  const pads = [0, 1].flatMap((side) => NHWC_TO_NCHW.map((axis) => pairs[2 * axis + side] ?? 0));
  to.emit('Pad', [to.value(picture), to.int64s(`${output}.pads`, pads)], output);
}

function relu(operator: TfliteOperator, to: Translation): void {
  to.emit('Relu', [to.value(operator.inputs[0])], to.value(operator.outputs[0]));
}

/** A shape's order is that of NHWC, so a picture is turned back first. */
function reshape(operator: TfliteOperator, to: Translation): void {
  const [picture] = operator.inputs;
  const output = to.value(operator.outputs[0]);
  const { shape } = to.tensor(operator.outputs[0]);
  if (shape.length === 4) refuse(operator, 'to four axes');
  const isPicture = to.tensor(picture).shape.length === 4;
  const rows = isPicture
    ? to.emit('Transpose', [to.value(picture)], `${output}.nhwc`, { perm: NCHW_TO_NHWC })
    : to.value(picture);
  to.emit('Reshape', [rows, to.int64s(`${output}.shape`, shape)], output);
}

function resizeBilinear(operator: TfliteOperator, to: Translation): void {
  const { shape } = to.tensor(operator.outputs[0]);
  const output = to.value(operator.outputs[0]);
  const sizes = to.int64s(
    `${output}.sizes`,
    NHWC_TO_NCHW.map((axis) => shape[axis] ?? 0),
  );
  to.emit('Resize', [to.value(operator.inputs[0]), '', '', sizes], output, {
    mode: 'linear',
    coordinate_transformation_mode: coordinates(operator),
  });
}

function coordinates({ resize }: TfliteOperator): string {
  if (resize?.alignCorners) return 'align_corners';
  return resize?.halfPixelCenters ? 'half_pixel' : 'asymmetric';
}

/** Emits an operator and the activation that TensorFlow Lite keeps inside it. */
function activated(operator: TfliteOperator, to: Translation, emit: (output: string) => string): void {
  const output = to.value(operator.outputs[0]);
  if (operator.activation === 'NONE') emit(output);
  else if (operator.activation === 'RELU') to.emit('Relu', [emit(`${output}.raw`)], output);
  else refuse(operator, `with the activation ${operator.activation}`);
}

function windowOf(operator: TfliteOperator): WindowOptions {
  return operator.window ?? refuse(operator, 'without its options');
}

function autoPad({ padding }: WindowOptions): string {
  return padding === 'SAME' ? 'SAME_UPPER' : 'VALID';
}

function int32sOf(operator: TfliteOperator, { data, type }: TfliteTensor): number[] {
  if (!data || type !== 'int32') return refuse(operator, 'by amounts that are not constant');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: data.byteLength / 4 }, (_, i) => view.getInt32(4 * i, true));
}

function refuse({ name }: TfliteOperator, what: string): never {
  throw new UntranslatableError(`it uses the operator ${name} ${what}, which is not supported`);
}
