"""What OpenCV finds in tensors that a model of ours has seen. On stdin JSON: {file, decoder, minScore, maxOverlap, inputs:
[{tensor, shape, size}]}; on stdout a list for each input of [x, y, width, height, score, class] in its pixels."""
import json
import sys

import cv2
import numpy as np


def yunet(outputs, width, height):
    rows = []
    for stride in (8, 16, 32):
        part = {name: outputs[f"{name}_{stride}"][0] for name in ("cls", "obj", "bbox")}
        y, x = np.divmod(np.arange(len(part["cls"])), width // stride)
        score = np.sqrt(np.clip(part["cls"][:, 0], 0, 1) * np.clip(part["obj"][:, 0], 0, 1))
        box = part["bbox"]
        size = np.exp(box[:, 2:4]) * stride
        centre = (np.stack([x, y], 1) + box[:, 0:2]) * stride
        rows.append(np.column_stack([centre - size / 2, size, score, np.zeros(len(score))]))
    return np.concatenate(rows)


def ultraface(outputs, width, height):
    boxes = outputs["boxes"][0] * np.array([width, height, width, height])
    score = outputs["scores"][0][:, 1]
    return np.column_stack([boxes[:, 0:2], boxes[:, 2:4] - boxes[:, 0:2], score, np.zeros(len(score))])


def yolox(outputs, width, height):
    out = next(iter(outputs.values()))[0]
    cells = []
    for stride in (8, 16, 32):
        y, x = np.mgrid[0 : height // stride, 0 : width // stride]
        cells.append(np.stack([x.ravel(), y.ravel(), np.full(x.size, stride)], 1))
    cells = np.concatenate(cells)
    stride = cells[:, 2:3]
    size = np.exp(out[:, 2:4]) * stride
    corner = (out[:, 0:2] + cells[:, 0:2]) * stride - size / 2
    classes = out[:, 5:]
    return np.column_stack([corner, size, out[:, 4] * classes.max(1), classes.argmax(1)])


def blazeface(outputs, width, height):
    rows = []
    for grid, each, logits, boxes in ((16, 2, "Identity:0", "Identity_2:0"), (8, 6, "Identity_1:0", "Identity_3:0")):
        y, x = np.divmod(np.arange(grid * grid * each) // each, grid)
        centre = (np.stack([x, y], 1) + 0.5) / grid * width + outputs[boxes][0][:, 0:2]
        size = outputs[boxes][0][:, 2:4]
        score = 1 / (1 + np.exp(-outputs[logits][0][:, 0]))
        rows.append(np.column_stack([centre - size / 2, size, score, np.zeros(len(score))]))
    return np.concatenate(rows)


def yunet_2022(outputs, width, height):
    # Not by cv2.FaceDetectorYN, which reads the logarithm of a width with the variance of places.
    priors = []
    columns, rows = (width + 1) // 2 // 2, (height + 1) // 2 // 2
    for stride, sides in ((8, (10, 16, 24)), (16, (32, 48)), (32, (64, 96)), (64, (128, 192, 256))):
        columns, rows = columns // 2, rows // 2
        y, x, side = np.meshgrid(np.arange(rows), np.arange(columns), sides, indexing="ij")
        priors.append(np.stack([(x + 0.5) * stride, (y + 0.5) * stride, side], -1).reshape(-1, 3))
    priors = np.concatenate(priors)
    side = priors[:, 2:3]
    centre = priors[:, 0:2] + outputs["loc"][:, 0:2] * 0.1 * side
    size = side * np.exp(outputs["loc"][:, 2:4] * 0.2)
    score = np.sqrt(outputs["conf"][:, 1] * np.clip(outputs["iou"][:, 0], 0, 1))
    return np.column_stack([centre - size / 2, size, score, np.zeros(len(score))])


DECODERS = {
    "yunet": yunet,
    "yunet-2022": yunet_2022,
    "ultraface": ultraface,
    "yolox": yolox,
    "blazeface": blazeface,
}


def detect(net, job, tensor, shape, size):
    net.setInput(np.fromfile(tensor, np.float32).reshape(shape))
    names = net.getUnconnectedOutLayersNames()
    rows = DECODERS[job["decoder"]](dict(zip(names, net.forward(names))), *size)
    rows = rows[rows[:, 4] >= job["minScore"]]
    kept = []
    for number in np.unique(rows[:, 5]):
        mine = rows[rows[:, 5] == number]
        best = cv2.dnn.NMSBoxes(mine[:, 0:4].tolist(), mine[:, 4].tolist(), job["minScore"], job["maxOverlap"])
        kept += mine[np.array(best).reshape(-1)].tolist()
    return kept


job = json.load(sys.stdin)
net = cv2.dnn.readNetFromONNX(job["file"])
json.dump([detect(net, job, **one) for one in job["inputs"]], sys.stdout)
