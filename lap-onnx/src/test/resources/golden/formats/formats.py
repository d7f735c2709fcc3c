"""One small residual network in every format of ONNX files, and from every exporter, with its costs.

Run: python formats.py torch|tensorflow|paddle|mxnet    (each where that framework is installed)
    torch       PyTorch 2.15, onnx 1.23, onnxruntime 1.32, onnxconverter-common 1.16
    tensorflow  TensorFlow 2.21 with Keras 3.15, tf2onnx 1.17
    paddle      PaddlePaddle 3.3, paddle2onnx 2.1
    mxnet       MXNet 1.9 with onnx 1.14 and NumPy 1.23

Writes NAME.onnx beside itself, and NAME.npz: input [n, 3, 8, 8], costs [blocks], the mean over the inputs of the squared
norm of what each block adds to its shortcut, and probabilities [n, 5]. They are what the framework's own hooks saw, in
double precision; for integers, what ONNX Runtime saw in the same file without optimisations, one input at a time.
"""
import os
import sys
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
SEED = 7
CHANNELS = (4, 4, 8, 8)  # of the blocks; the third halves the image and has a convolution for a shortcut


def path(name):
    return os.path.join(HERE, name)


def images():
    return np.random.default_rng(SEED).standard_normal((6, 3, 8, 8)).astype(np.float32)


def costs(pairs):
    """Of shortcuts and outputs."""
    return np.array([((np.asarray(o, np.float64) - np.asarray(s, np.float64)) ** 2).reshape(len(o), -1).sum(1).mean()
                     for s, o in pairs])


def softmax(logits):
    logits = np.asarray(logits, np.float64)
    e = np.exp(logits - logits.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def save(name, pairs, probabilities, file=None):
    np.savez_compressed(path(name + ".npz"), input=images(), costs=costs(pairs), probabilities=np.asarray(probabilities))
    print(name, os.path.getsize(path(file or name + ".onnx")), costs(pairs).round(4).tolist())


def with_torch():
    import onnx
    import onnxruntime
    import torch
    from onnx import version_converter
    from onnxconverter_common import float16
    from onnxruntime import quantization
    from torch import nn

    class Block(nn.Module):
        def __init__(self, c, d):
            super().__init__()
            stride = 1 if c == d else 2
            self.f = nn.Sequential(nn.Conv2d(c, d, 3, stride, 1), nn.ReLU(), nn.Conv2d(d, d, 3, 1, 1))
            self.s = nn.Identity() if c == d else nn.Conv2d(c, d, 1, stride)

        def forward(self, x):
            return torch.relu(self.s(x) + self.f(x))

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.stem = nn.Conv2d(3, 4, 3, 1, 1)
            self.blocks = nn.Sequential(*[Block(c, d) for c, d in zip((4,) + CHANNELS[:-1], CHANNELS)])
            self.fc = nn.Linear(8, 5)

        def forward(self, x):
            return self.fc(self.blocks(torch.relu(self.stem(x))).mean((2, 3)))

    class Inside(nn.Module):
        """Inputs and outputs in single precision, everything else in bfloat16."""

        def __init__(self, net):
            super().__init__()
            self.net = net

        def forward(self, x):
            return self.net(x.bfloat16()).float()

    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    net = Net().eval()
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.mul_(1.5)
    x = torch.from_numpy(images())

    def seen(network):
        pairs = []
        hooks = [b.register_forward_hook(lambda m, i, o: pairs.append((m.s(i[0]), o))) for b in network.blocks]
        with torch.no_grad():
            probabilities = softmax(network(x.double()))
        [hook.remove() for hook in hooks]
        return pairs, probabilities

    def double(network):
        copy = Net().eval()
        copy.load_state_dict({k: v.float() for k, v in network.state_dict().items()})
        return copy.double()

    def old(name, network, inputs, opset):
        torch.onnx.export(network, (inputs[:1],), path(name + ".onnx"), opset_version=opset, dynamo=False,
                          input_names=["input"], output_names=["logits"], dynamic_axes={"input": {0: "n"}, "logits": {0: "n"}})

    def new(name, network, inputs, opset, outside=False):
        torch.onnx.export(network, (inputs[:2],), path(name + ".onnx"), opset_version=opset, dynamo=True,
                          external_data=outside, input_names=["input"], output_names=["logits"],
                          dynamic_shapes=({0: torch.export.Dim("n")},))

    def slim(name):
        """Without the exporter's notes on the source."""
        model = onnx.load(path(name + ".onnx"), load_external_data=False)
        for message in [model, model.graph, *model.graph.node, *model.graph.value_info, *model.graph.input,
                        *model.graph.output, *model.graph.initializer]:
            message.doc_string = ""
            del message.metadata_props[:]
        onnx.save(model, path(name + ".onnx"))

    float_pairs, float_probabilities = seen(double(net))
    old("opset7", net, x, 7)
    old("float", net, x, 17)
    new("dynamo", net, x, 23)
    new("outside", net, x, 18, True)
    onnx.save(version_converter.convert_version(onnx.load(path("float.onnx")), 26), path("opset26.onnx"))
    for name, keep in (("half", False), ("half_inside", True)):
        onnx.save(float16.convert_float_to_float16(onnx.load(path("float.onnx")), keep_io_types=keep), path(name + ".onnx"))
    for name in ("opset7", "float", "dynamo", "outside", "opset26", "half", "half_inside"):
        slim(name)
        save(name, float_pairs, float_probabilities)

    narrow = Net().eval()
    narrow.load_state_dict(net.state_dict())
    narrow = narrow.bfloat16()
    pairs, probabilities = seen(double(narrow))
    old("bfloat16", narrow, x.bfloat16(), 17)
    new("bfloat16_inside", Inside(narrow).eval(), x, 18)
    for name in ("bfloat16", "bfloat16_inside"):
        slim(name)
        save(name, pairs, probabilities)

    class Calibration(quantization.CalibrationDataReader):
        def __init__(self):
            self.rows = iter([{"input": row[None]} for row in images()])

        def get_next(self):
            return next(self.rows, None)

    kind, form = quantization.QuantType, quantization.QuantFormat.QDQ
    quantization.quantize_static(path("float.onnx"), path("int8.onnx"), Calibration(), quant_format=form,
                                 activation_type=kind.QUInt8, weight_type=kind.QInt8)
    quantization.quantize_static(path("float.onnx"), path("int8_channels.onnx"), Calibration(), quant_format=form,
                                 activation_type=kind.QInt8, weight_type=kind.QInt8, per_channel=True)
    quantization.quantize_static(path("float.onnx"), path("int16.onnx"), Calibration(), quant_format=form,
                                 activation_type=kind.QUInt16, weight_type=kind.QInt8)
    quantization.quantize_dynamic(path("float.onnx"), path("dynamic.onnx"), weight_type=kind.QUInt8)
    relu = ["/Relu_output_0"] + [f"/blocks/blocks.{k}/Relu_output_0" for k in range(4)]
    for name in ("int8", "int8_channels", "int16", "dynamic"):
        model = onnx.load(path(name + ".onnx"))
        end = "" if name == "dynamic" else "_DequantizeLinear_Output"
        tensors = [tensor + end for tensor in relu]
        shortcuts = tensors[:2] + ["/blocks/blocks.2/s/Conv_output_0" + end, tensors[3]]
        for tensor in dict.fromkeys(tensors + shortcuts):
            model.graph.output.append(onnx.helper.make_empty_tensor_value_info(tensor))
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        runs = [session.run(["logits"] + shortcuts + tensors[1:], {"input": row[None]}) for row in images()]
        values = [np.concatenate(value) for value in zip(*runs)]
        save(name, list(zip(values[1:5], values[5:])), softmax(values[0]))


def with_tensorflow():
    os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1")
    import keras
    import tensorflow as tf
    import tf2onnx
    keras.utils.set_random_seed(SEED)
    layers, pairs = keras.layers, []

    def block(x, d):
        stride = 1 if x.shape[-1] == d else 2
        s = x if stride == 1 else layers.Conv2D(d, 1, strides=stride, padding="same")(x)
        f = layers.BatchNormalization()(layers.Conv2D(d, 3, strides=stride, padding="same")(x))
        f = layers.BatchNormalization()(layers.Conv2D(d, 3, padding="same")(layers.ReLU()(f)))
        y = layers.ReLU()(layers.Add()([s, f]))
        pairs.append((s, y))
        return y

    inputs = keras.Input((8, 8, 3))
    x = layers.Conv2D(4, 3, padding="same", activation="relu")(inputs)
    for d in CHANNELS:
        x = block(x, d)
    outputs = layers.Dense(5, activation="softmax")(layers.GlobalAveragePooling2D()(x))
    network = keras.Model(inputs, outputs)
    states = keras.Model(inputs, [tensor for pair in pairs for tensor in pair] + [outputs])
    seen = [np.asarray(value) for value in states(images().transpose(0, 2, 3, 1))]
    pairs = list(zip(seen[0:-1:2], seen[1:-1:2]))
    network(images().transpose(0, 2, 3, 1))
    network.export(path("keras.onnx"), format="onnx", verbose=False)
    function = tf.function(lambda x: network(x), input_signature=[tf.TensorSpec((None, 8, 8, 3), tf.float32, name="x")])
    tf2onnx.convert.from_function(function, function.input_signature, opset=9, output_path=path("tf2onnx.onnx"))
    tf2onnx.convert.from_function(function, function.input_signature, opset=18, inputs_as_nchw=["x"],
                                  output_path=path("tf2onnx_channels_first.onnx"))
    for name in ("keras", "tf2onnx", "tf2onnx_channels_first"):
        save(name, pairs, seen[-1])


def with_paddle():
    import paddle
    import paddle2onnx
    import tempfile
    from paddle import nn
    paddle.seed(SEED)
    seen = []

    class Block(nn.Layer):
        def __init__(self, c, d):
            super().__init__()
            stride = 1 if c == d else 2
            self.f = nn.Sequential(nn.Conv2D(c, d, 3, stride, 1), nn.BatchNorm2D(d), nn.ReLU(), nn.Conv2D(d, d, 3, 1, 1))
            self.s = nn.Identity() if c == d else nn.Conv2D(c, d, 1, stride)

        def forward(self, x):
            return nn.functional.relu(self.s(x) + self.f(x))

    class Net(nn.Layer):
        def __init__(self):
            super().__init__()
            self.stem = nn.Conv2D(3, 4, 3, 1, 1)
            self.blocks = nn.Sequential(*[Block(c, d) for c, d in zip((4,) + CHANNELS[:-1], CHANNELS)])
            self.fc = nn.Linear(8, 5)

        def forward(self, x):
            return self.fc(self.blocks(nn.functional.relu(self.stem(x))).mean([2, 3]))

    network = Net()
    network.eval()
    hooks = [block.register_forward_post_hook(lambda m, i, o: seen.append((m.s(i[0]).numpy(), o.numpy())))
             for block in network.blocks]
    probabilities = softmax(network(paddle.to_tensor(images())).numpy())
    [hook.remove() for hook in hooks]
    with tempfile.TemporaryDirectory() as folder:
        static = os.path.join(folder, "network")
        paddle.jit.save(network, static, input_spec=[paddle.static.InputSpec([None, 3, 8, 8], "float32", "x")])
        paddle2onnx.export(static + ".json", static + ".pdiparams", path("paddle.onnx"), opset_version=17)
    save("paddle", seen, probabilities)


def with_mxnet():
    import mxnet
    import tempfile
    from mxnet import onnx as exporter
    from mxnet.gluon import nn
    mxnet.random.seed(SEED)
    seen = []

    class Block(nn.HybridBlock):
        def __init__(self, c, d):
            super().__init__()
            stride = 1 if c == d else 2
            with self.name_scope():
                self.f = nn.HybridSequential()
                self.f.add(nn.Conv2D(d, 3, stride, 1), nn.BatchNorm(), nn.Activation("relu"), nn.Conv2D(d, 3, 1, 1))
                self.s = None if c == d else nn.Conv2D(d, 1, stride)

        def hybrid_forward(self, F, x):
            s = x if self.s is None else self.s(x)
            y = F.relu(s + self.f(x))
            if F is mxnet.nd:
                seen.append((s.asnumpy(), y.asnumpy()))
            return y

    network = nn.HybridSequential()
    network.add(nn.Conv2D(4, 3, 1, 1, activation="relu"), *[Block(c, d) for c, d in zip((4,) + CHANNELS[:-1], CHANNELS)],
                nn.GlobalAvgPool2D(), nn.Flatten(), nn.Dense(5))
    network.initialize(mxnet.init.Xavier())
    probabilities = softmax(network(mxnet.nd.array(images())).asnumpy())
    pairs = seen[:4]
    network.hybridize()
    network(mxnet.nd.array(images()))
    with tempfile.TemporaryDirectory() as folder:
        static = os.path.join(folder, "network")
        network.export(static)
        exporter.export_model(static + "-symbol.json", static + "-0000.params", [(1, 3, 8, 8)], np.float32,
                              path("mxnet.onnx"))
    save("mxnet", pairs, probabilities)


if __name__ == "__main__":
    {"torch": with_torch, "tensorflow": with_tensorflow, "paddle": with_paddle, "mxnet": with_mxnet}[sys.argv[1]]()
