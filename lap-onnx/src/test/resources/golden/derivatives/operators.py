"""Derivatives of single operators, as PyTorch's automatic differentiation has them in double precision.

Run: python operators.py    (PyTorch 2.15, onnx 1.23; writes operators.npz beside itself)

Of every case operators.npz has NAME/model, an ONNX file with an input x and an output y, both with a free batch; NAME/at_x
[3, n, d]: points x, directions u, and Jᵀ·w; NAME/at_y [3, n, d']: results y, directions w, and J·u. A case is its operations,
its constants, and the same function in PyTorch; the test in Java compares y, too.
"""
import os
import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper

HERE = os.path.dirname(os.path.abspath(__file__))
torch.manual_seed(1)
random = np.random.default_rng(1)
arrays = {}


def normal(*shape):
    return random.standard_normal(shape).astype(np.float32)


def model(nodes, constants, shape, opset):
    """Operations as (operator, inputs, outputs, attributes); an operator of another domain as domain::operator."""
    made = []
    domains = {"": opset}
    for operator, inputs, outputs, attributes in nodes:
        domain, _, name = operator.rpartition("::")
        domains.setdefault(domain, 1)
        made.append(helper.make_node(name, inputs.split(","), outputs.split(","), domain=domain, **attributes))
    graph = helper.make_graph(
        made, "case", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", *shape[1:]])],
        [helper.make_empty_tensor_value_info("y")],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid(d, v) for d, v in domains.items()],
                             ir_version=8, producer_name="lap").SerializeToString()


def case(name, nodes, function, shape=(3, 4, 5), opset=17, x=None, **constants):
    """A case; its function takes x and the constants by name, all in double precision."""
    if isinstance(nodes, tuple):
        operator, attributes = nodes
        inputs = ",".join(["x", *constants])
        nodes = [(operator, inputs, "y", attributes)]
    x = normal(*shape) if x is None else np.asarray(x, np.float32)
    known = {key: torch.tensor(value, dtype=torch.float64) if np.asarray(value).dtype == np.float32 else torch.tensor(value)
             for key, value in constants.items()}
    point = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    f = lambda t: function(t, **known)
    y = f(point)
    w = normal(*y.shape)
    u = normal(*x.shape)
    jacobian = torch.autograd.functional.jacobian(f, point).reshape(y.numel(), x.size)
    vjp = (jacobian.T @ torch.tensor(w, dtype=torch.float64).flatten()).reshape(x.shape)
    jvp = (jacobian @ torch.tensor(u, dtype=torch.float64).flatten()).reshape(y.shape)
    assert name + "/at_x" not in arrays, name
    arrays[name + "/model"] = np.frombuffer(model(nodes, constants, x.shape, opset), np.uint8)
    rows = lambda value: (value.detach().numpy() if torch.is_tensor(value) else value).reshape(len(x), -1)
    arrays[name + "/at_x"] = np.stack([rows(x), rows(u), rows(vjp)]).astype(np.float32)
    arrays[name + "/at_y"] = np.stack([rows(y), rows(w), rows(jvp)]).astype(np.float32)


def same(value):
    return lambda x, **others: value(x)


# Functions of one number
for name, attributes, function, opset in [
        ("Relu", {}, F.relu, 17), ("Relu", {}, F.relu, 7), ("LeakyRelu", {}, F.leaky_relu, 17),
        ("LeakyRelu", {"alpha": 0.3}, lambda x: F.leaky_relu(x, 0.3), 7),
        ("ThresholdedRelu", {"alpha": 0.5}, lambda x: F.threshold(x, 0.5, 0.0), 17),
        ("Elu", {}, F.elu, 17), ("Elu", {"alpha": 0.7}, lambda x: F.elu(x, 0.7), 17), ("Selu", {}, F.selu, 17),
        ("Celu", {"alpha": 0.7}, lambda x: F.celu(x, 0.7), 17), ("Sigmoid", {}, torch.sigmoid, 17),
        ("HardSigmoid", {}, lambda x: (0.2 * x + 0.5).clamp(0, 1), 17),
        ("HardSigmoid", {"alpha": 1 / 6}, F.hardsigmoid, 17), ("HardSwish", {}, F.hardswish, 17),
        ("Tanh", {}, torch.tanh, 17), ("Softplus", {}, F.softplus, 17), ("Softsign", {}, F.softsign, 17),
        ("Erf", {}, torch.erf, 17), ("Exp", {}, torch.exp, 17), ("Abs", {}, torch.abs, 17), ("Neg", {}, torch.neg, 17),
        ("Sin", {}, torch.sin, 17), ("Cos", {}, torch.cos, 17), ("Atan", {}, torch.atan, 17), ("Mish", {}, F.mish, 18),
        ("Gelu", {}, F.gelu, 20), ("Gelu", {"approximate": "tanh"}, lambda x: F.gelu(x, approximate="tanh"), 20),
        ("com.microsoft::Gelu", {}, F.gelu, 17),
        ("com.microsoft::QuickGelu", {}, lambda x: x * torch.sigmoid(1.702 * x), 17),
        ("com.microsoft::FastGelu", {}, lambda x: F.gelu(x, approximate="tanh"), 17),
        ("Identity", {}, lambda x: 1 * x, 17), ("Dropout", {}, lambda x: 1 * x, 17),
        ("Cast", {"to": 1}, lambda x: 1 * x, 17),
        ("Clip", {"min": -0.5, "max": 0.7}, lambda x: x.clamp(-0.5, 0.7), 10),
        ("Clip", {"max": 0.7}, lambda x: x.clamp(max=0.7), 9)]:
    case(f"{name.split('::')[-1]}_{opset}_{len(attributes)}{'_ms' * ('::' in name)}", (name, attributes), same(function), opset=opset)
positive = np.abs(normal(3, 4, 5)) + 0.5
for name, function in [("Log", torch.log), ("Sqrt", torch.sqrt), ("Reciprocal", torch.reciprocal)]:
    case(name, (name, {}), function, x=positive)
case("Relu_at_0", ("Relu", {}), F.relu, x=[[-1, 0, 1, 0], [0, 2, -3, -0.0]])
case("Clip_at_ends", ("Clip", {}), lambda x, low, high: F.hardtanh(x, 0.0, 6.0), x=[[0, 6, 3, 7], [-1, 6, 0, 5]],
     low=np.float32(0), high=np.float32(6))
case("Clip", ("Clip", {}), lambda x, low, high: x.clamp(-0.5, 0.7), low=np.float32(-0.5), high=np.float32(0.7))
case("PRelu", ("PRelu", {}), lambda x, slope: torch.where(x > 0, x, slope * x), slope=np.abs(normal(4, 1)))
case("BiasGelu", ("com.microsoft::BiasGelu", {}), lambda x, b: F.gelu(x + b), b=normal(5))
case("Swish", [("Sigmoid", "x", "s", {}), ("Mul", "x,s", "y", {})], F.silu)

# Arithmetic with broadcasting, of constants and of two tensors that depend on x
for name, function in [("Add", torch.add), ("Sub", torch.sub), ("Mul", torch.mul), ("Div", torch.div)]:
    case(name + "_row", (name, {}), lambda x, c, f=function: f(x, c), c=normal(5) + 3)
    case(name + "_number", (name, {}), lambda x, c, f=function: f(x, c), c=np.float32(1.5))
    case(name + "_column", (name, {}), lambda x, c, f=function: f(x, c), c=normal(1, 4, 1) + 3)
    case(name + "_left", [(name, "c,x", "y", {})], lambda x, c, f=function: f(c, x), c=normal(4, 1), x=positive)
    case(name + "_both", [("Tanh", "x", "a", {}), ("ReduceMean", "x", "m", {"axes": [1]}), ("Exp", "m", "b", {}),
                          (name, "a,b", "y", {})],
         lambda x, f=function: f(torch.tanh(x), torch.exp(x.mean(1, keepdim=True))))
    case(name + "_itself", [(name, "x,x", "y", {})], lambda x, f=function: f(x, x))
for p in [2.0, 3.0, 0.5, -1.0]:
    case(f"Pow_{p}", ("Pow", {}), lambda x, p: x ** p.item(), x=normal(3, 4, 5) if p in (2, 3) else positive,
         p=np.float32(p))
case("Pow_square_at_0", ("Pow", {}), lambda x, p: x ** 2, x=[[0, 1, -1], [2, 0, -0.5]], p=np.float32(2))
case("Sum", [("Tanh", "x", "a", {}), ("Sum", "x,a,c", "y", {})], lambda x, c: x + torch.tanh(x) + c, c=normal(5))
case("Mean", [("Tanh", "x", "a", {}), ("Mean", "x,a,c", "y", {})], lambda x, c: (x + torch.tanh(x) + c) / 3, c=normal(5))
case("Max", ("Max", {}), lambda x, c: torch.maximum(x, c), c=normal(4, 5))
case("Max_of_equals", ("Max", {}), lambda x, c: torch.maximum(x, c), x=[[0, 1, -1], [2, 0, 0]], c=np.zeros(3, np.float32))
case("Min", [("Tanh", "x", "a", {}), ("Min", "x,a", "y", {})], lambda x: torch.minimum(x, torch.tanh(x)))
case("Where", [("Less", "x,c", "m", {}), ("Exp", "x", "e", {}), ("Where", "m,e,x", "y", {})],
     lambda x, c: torch.where(x < c, torch.exp(x), x), c=np.float32(0.2))

# Reductions
for name, function in [("ReduceSum", torch.sum), ("ReduceMean", torch.mean), ("ReduceMax", torch.amax), ("ReduceMin", torch.amin),
                       ("ReduceL2", lambda x, d, keepdim: x.norm(2, d, keepdim)),
                       ("ReduceL1", lambda x, d, keepdim: x.norm(1, d, keepdim)),
                       ("ReduceSumSquare", lambda x, d, keepdim: (x * x).sum(d, keepdim)),
                       ("ReduceLogSumExp", torch.logsumexp)]:
    for keep in (0, 1):
        for axes in ((1,), (-1, 1)):
            case(f"{name}_{keep}_{len(axes)}_11", (name, {"axes": list(axes), "keepdims": keep}),
                 lambda x, f=function, a=axes, k=keep: f(x, a, keepdim=bool(k)), opset=11)
    case(name + "_18", (name, {}), lambda x, axes, f=function: f(x, (2,), keepdim=True), opset=18,
         axes=np.array([2], np.int64))
case("ReduceMax_of_equals", ("ReduceMax", {"axes": [1]}), lambda x: x.amax(1, keepdim=True), x=[[1, 1, 0], [2, 3, 3]])
case("ReduceSum_13", ("ReduceSum", {"keepdims": 0}), lambda x, axes: x.sum(1), axes=np.array([-2], np.int64))
case("Softmax", ("Softmax", {}), lambda x: x.softmax(-1))
case("Softmax_axis_1", ("Softmax", {"axis": 1}), lambda x: x.softmax(1))
case("Softmax_old", ("Softmax", {}), lambda x: x.flatten(1).softmax(1).reshape(x.shape), opset=11)
case("Softmax_old_axis_2", ("Softmax", {"axis": 2}), lambda x: x.softmax(2), opset=9)
case("LogSoftmax", ("LogSoftmax", {"axis": 1}), lambda x: x.log_softmax(1))
case("LogSoftmax_old", ("LogSoftmax", {}), lambda x: x.log_softmax(1), shape=(3, 7), opset=11)
for name, function in [("GlobalAveragePool", lambda x: x.mean((2, 3), True)), ("GlobalMaxPool", lambda x: x.amax((2, 3), True))]:
    case(name, (name, {}), function, shape=(2, 3, 4, 5))

# Products
case("MatMul_rows", ("MatMul", {}), lambda x, m: x @ m, m=normal(5, 3))
case("MatMul_left", [("MatMul", "m,x", "y", {})], lambda x, m: m @ x, m=normal(2, 4))
case("MatMul_batches", ("MatMul", {}), lambda x, m: x @ m, shape=(3, 2, 4, 5), m=normal(2, 5, 3))
case("MatMul_both", [("Transpose", "x", "t", {"perm": [0, 2, 1]}), ("Tanh", "t", "a", {}), ("MatMul", "x,a", "y", {})],
     lambda x: x @ torch.tanh(x.transpose(1, 2)))
case("MatMul_vector_points", ("MatMul", {}), lambda x, m: x @ m, shape=(3, 5), m=normal(5, 4))
case("Gemm", ("Gemm", {}), lambda x, a, c: x @ a + c, shape=(3, 5), a=normal(5, 4), c=normal(4))
case("Gemm_settings", ("Gemm", {"transB": 1, "alpha": 0.5, "beta": 2.0}), lambda x, a, c: 0.5 * x @ a.T + 2 * c,
     shape=(3, 5), a=normal(4, 5), c=normal(1, 4))
case("Gemm_all", [("Tanh", "x", "t", {}), ("Gemm", "x,a,t", "y", {"beta": 0.3})], lambda x, a: x @ a + 0.3 * torch.tanh(x),
     shape=(3, 5), a=normal(5, 5))
case("Einsum", ("Einsum", {"equation": "nij,jk->nik"}), lambda x, m: x @ m, m=normal(5, 3))
case("Einsum_both", [("Tanh", "x", "t", {}), ("Einsum", "x,t", "y", {"equation": "b i d, b j d -> b i j"})],
     lambda x: x @ torch.tanh(x).transpose(1, 2))

# Normalisation
c3 = dict(scale=normal(3), bias=normal(3))
case("BatchNormalization", ("BatchNormalization", {}), lambda x, scale, bias, mean, var: F.batch_norm(
    x, mean, var, scale, bias), shape=(2, 3, 4, 5), **c3, mean=normal(3), var=np.abs(normal(3)) + 0.1)
case("BatchNormalization_rows", ("BatchNormalization", {"epsilon": 0.01}), lambda x, scale, bias, mean, var: F.batch_norm(
    x, mean, var, scale, bias, eps=0.01), shape=(4, 3), opset=9, **c3, mean=normal(3), var=np.abs(normal(3)) + 0.1)
case("LayerNormalization", ("LayerNormalization", {}), lambda x, scale, bias: F.layer_norm(x, (5,), scale, bias),
     scale=normal(5), bias=normal(5))
case("LayerNormalization_axes", ("LayerNormalization", {"axis": 1, "epsilon": 0.01}),
     lambda x, scale: F.layer_norm(x, (4, 5), scale, None, 0.01), scale=normal(4, 5))
case("InstanceNormalization", ("InstanceNormalization", {}), lambda x, scale, bias: F.instance_norm(x, None, None, scale, bias),
     shape=(2, 3, 4, 5), **c3)
case("GroupNormalization_18", ("GroupNormalization", {"num_groups": 2}), lambda x, scale, bias: F.group_norm(
    x, 2, scale.repeat_interleave(3), bias.repeat_interleave(3)), shape=(2, 6, 4, 3), opset=18, scale=normal(2), bias=normal(2))
case("GroupNormalization_21", ("GroupNormalization", {"num_groups": 2, "epsilon": 0.1}), lambda x, scale, bias: F.group_norm(
    x, 2, scale, bias, 0.1), shape=(2, 6, 4, 3), opset=21, scale=normal(6), bias=normal(6))
case("LpNormalization", ("LpNormalization", {"axis": 1}), lambda x: F.normalize(x, dim=1))
case("LpNormalization_1", ("LpNormalization", {"p": 1}), lambda x: F.normalize(x, p=1, dim=-1))
case("SimplifiedLayerNormalization", ("SimplifiedLayerNormalization", {"epsilon": 1e-6}),
     lambda x, scale: F.rms_norm(x, (5,), scale, 1e-6), scale=normal(5))

# Convolutions: axes, groups, strides, padding on both sides, dilations, automatic padding
for name, shape, out, kernel, s in [
        ("plain", (2, 3, 7, 6), 4, (3, 3), {}), ("padded", (2, 3, 7, 6), 4, (3, 3), dict(padding=1)),
        ("pointwise", (2, 3, 5, 4), 4, (1, 1), {}), ("strided", (2, 3, 8, 7), 4, (3, 3), dict(stride=2, padding=1)),
        ("strided_shortcut", (2, 3, 8, 7), 4, (1, 1), dict(stride=2)), ("grouped", (2, 4, 6, 6), 6, (3, 3), dict(groups=2, padding=1)),
        ("depthwise", (2, 4, 6, 6), 4, (3, 3), dict(groups=4, padding=1)),
        ("depthwise_strided", (2, 4, 7, 7), 8, (3, 3), dict(groups=4, padding=1, stride=2)),
        ("dilated", (2, 3, 9, 9), 4, (3, 3), dict(dilation=2, padding=2)),
        ("dilated_strided", (2, 3, 10, 9), 2, (3, 2), dict(dilation=(2, 3), stride=(2, 3), padding=(1, 2))),
        ("patches", (2, 3, 8, 8), 5, (4, 4), dict(stride=4)), ("skipping", (2, 3, 9, 9), 5, (2, 2), dict(stride=4)),
        ("wide_padding", (2, 2, 4, 4), 3, (3, 3), dict(padding=4)), ("line", (2, 3, 9), 4, (3,), dict(padding=1)),
        ("line_strided", (2, 3, 10), 4, (4,), dict(stride=3)), ("space", (1, 2, 5, 5, 4), 3, (3, 3, 2), dict(padding=1, stride=(1, 2, 1)))]:
    axes = len(kernel)
    pair = lambda value: list(value) if isinstance(value, tuple) else [value] * axes
    g = s.get("groups", 1)
    attributes = dict(kernel_shape=list(kernel), strides=pair(s.get("stride", 1)), pads=2 * pair(s.get("padding", 0)),
                      dilations=pair(s.get("dilation", 1)), group=g)
    conv = [F.conv1d, F.conv2d, F.conv3d][axes - 1]
    case("Conv_" + name, ("Conv", attributes), lambda x, k, b, conv=conv, s=s: conv(x, k, b, **s), shape=shape,
         k=normal(out, shape[1] // g, *kernel), b=normal(out))
case("Conv_one_sided", ("Conv", dict(pads=[0, 1, 1, 2])), lambda x, k: F.conv2d(F.pad(x, (1, 2, 0, 1)), k), shape=(2, 3, 5, 6),
     k=normal(2, 3, 3, 3))
case("Conv_valid", ("Conv", dict(auto_pad="VALID", strides=[2, 2])), lambda x, k: F.conv2d(x, k, stride=2), shape=(2, 3, 6, 7),
     k=normal(2, 3, 3, 3))
case("Conv_same_upper", ("Conv", dict(auto_pad="SAME_UPPER", strides=[2, 2])), lambda x, k: F.conv2d(F.pad(x, (0, 1, 0, 1)), k, stride=2),
     shape=(2, 3, 6, 8), k=normal(2, 3, 3, 3))
case("Conv_same_lower", ("Conv", dict(auto_pad="SAME_LOWER", strides=[2, 2])), lambda x, k: F.conv2d(F.pad(x, (1, 0, 1, 0)), k, stride=2),
     shape=(2, 3, 6, 8), k=normal(2, 3, 3, 3))
case("Conv_computed_weights", [("Mul", "k,g", "kg", {}), ("Conv", "x,kg", "y", dict(pads=[1] * 4))],
     lambda x, k, g: F.conv2d(x, k * g, padding=1), shape=(2, 3, 5, 5), k=normal(4, 3, 3, 3), g=normal(4, 1, 1, 1))
for name, shape, out, kernel, s in [
        ("plain", (2, 3, 5, 4), 4, (3, 3), {}), ("strided", (2, 3, 5, 4), 4, (3, 3), dict(stride=2, padding=1)),
        ("output_padding", (2, 3, 5, 4), 4, (3, 3), dict(stride=2, padding=1, output_padding=1)),
        ("grouped", (2, 4, 5, 4), 6, (4, 4), dict(stride=2, padding=1, groups=2)),
        ("dilated", (2, 3, 5, 4), 2, (3, 3), dict(dilation=2, padding=1)), ("line", (2, 3, 6), 2, (4,), dict(stride=3))]:
    axes = len(kernel)
    pair = lambda value: list(value) if isinstance(value, tuple) else [value] * axes
    g = s.get("groups", 1)
    attributes = dict(strides=pair(s.get("stride", 1)), pads=2 * pair(s.get("padding", 0)), group=g,
                      dilations=pair(s.get("dilation", 1)), output_padding=pair(s.get("output_padding", 0)))
    conv = [F.conv_transpose1d, F.conv_transpose2d][axes - 1]
    case("ConvTranspose_" + name, ("ConvTranspose", attributes), lambda x, k, b, conv=conv, s=s: conv(x, k, b, **s), shape=shape,
         k=normal(shape[1], out // g, *kernel), b=normal(out))

# Pooling
for name, shape, s in [
        ("halving", (2, 3, 6, 8), dict(kernel_size=2)), ("stem", (2, 3, 9, 8), dict(kernel_size=3, stride=2, padding=1)),
        ("overlapping", (2, 2, 6, 5), dict(kernel_size=3, stride=1, padding=1)), ("line", (2, 3, 9), dict(kernel_size=3, stride=2)),
        ("ceil", (2, 2, 6, 7), dict(kernel_size=3, stride=2, ceil_mode=True)),
        ("ceil_padded", (2, 2, 7, 8), dict(kernel_size=3, stride=2, padding=1, ceil_mode=True)),
        ("dilated", (2, 2, 8, 8), dict(kernel_size=2, stride=2, dilation=2, padding=1)),
        ("space", (1, 2, 4, 5, 6), dict(kernel_size=2))]:
    axes = len(shape) - 2
    attributes = dict(kernel_shape=[s["kernel_size"]] * axes, strides=[s.get("stride", s["kernel_size"])] * axes,
                      pads=[s.get("padding", 0)] * 2 * axes, ceil_mode=int(s.get("ceil_mode", False)))
    pool = [F.max_pool1d, F.max_pool2d, F.max_pool3d][axes - 1]
    case("MaxPool_" + name, ("MaxPool", dict(attributes, dilations=[s.get("dilation", 1)] * axes)),
         lambda x, pool=pool, s=s: pool(x, **s), shape=shape)
    if name != "dilated":
        mean = [F.avg_pool1d, F.avg_pool2d, F.avg_pool3d][axes - 1]
        for include in (False, True):
            if include and "ceil" in name:
                continue
            case(f"AveragePool_{name}_{int(include)}", ("AveragePool", dict(attributes, count_include_pad=int(include))),
                 lambda x, s=s, i=include, mean=mean: mean(x, count_include_pad=i, **s), shape=shape)
ties = np.array([0, 1, 1, 0, 2, 2, 2, 2, 3, 0, 0, 3, 0, 0, 0, 0], np.float32).reshape(1, 1, 4, 4)
case("MaxPool_of_equals", ("MaxPool", dict(kernel_shape=[2, 2], strides=[2, 2])), lambda x: F.max_pool2d(x, 2), x=np.vstack([ties, -ties]))
case("MaxPool_below_0", ("MaxPool", dict(kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)),
     lambda x: F.max_pool2d(x, 3, 2, 1), x=-np.abs(normal(2, 1, 5, 5)) - 1)
case("MaxPool_old", ("MaxPool", dict(kernel_shape=[2, 2], strides=[2, 2])), lambda x: F.max_pool2d(x, 2), shape=(2, 2, 4, 4), opset=9)
case("AveragePool_19_ceil", ("AveragePool", dict(kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4, ceil_mode=1, count_include_pad=1)),
     lambda x: F.avg_pool2d(x, 3, 2, 1, True, True), shape=(2, 2, 8, 7), opset=19)

# Rearrangements
longs = lambda *values: np.array(values, np.int64)
case("Reshape", ("Reshape", {}), lambda x, s: x.reshape(-1, 10, 2), s=longs(-1, 10, 2))
case("Reshape_zero", ("Reshape", {}), lambda x, s: x.flatten(1), s=longs(0, -1))
case("Reshape_merging", [("Reshape", "x,s", "r", {}), ("MatMul", "r,m", "q", {}), ("Reshape", "q,t", "y", {})],
     lambda x, s, m, t: x @ m, s=longs(-1, 5), m=normal(5, 5), t=longs(-1, 4, 5))
case("Flatten", ("Flatten", {}), lambda x: x.flatten(1))
case("Squeeze_old", ("Squeeze", {"axes": [1]}), lambda x: x.squeeze(1), shape=(3, 1, 5), opset=11)
case("Squeeze", ("Squeeze", {}), lambda x, a: x.squeeze(1), shape=(3, 1, 5), a=longs(1))
case("Unsqueeze_old", ("Unsqueeze", {"axes": [2]}), lambda x: x.unsqueeze(2), opset=11)
case("Unsqueeze", ("Unsqueeze", {}), lambda x, a: x.unsqueeze(-1), a=longs(-1))
case("Transpose", ("Transpose", {"perm": [0, 2, 1]}), lambda x: x.transpose(1, 2))
case("Transpose_three", ("Transpose", {"perm": [0, 2, 3, 1]}), lambda x: x.permute(0, 2, 3, 1), shape=(2, 3, 4, 5))
case("Concat", [("Tanh", "x", "t", {}), ("Concat", "x,t,x", "y", {"axis": -1})], lambda x: torch.cat([x, torch.tanh(x), x], -1))
case("Split", [("Split", "x", "a,b", {"axis": 2, "split": [2, 3]}), ("Tanh", "a", "t", {}), ("Concat", "b,t", "y", {"axis": 2})],
     lambda x: torch.cat([x[:, :, 2:], torch.tanh(x[:, :, :2])], 2), opset=11)
case("Split_unused", [("Split", "x,s", "a,b,c", {"axis": -1}), ("Tanh", "b", "y", {})], lambda x, s: torch.tanh(x[:, :, 1:3]),
     s=longs(1, 2, 2))
case("Slice_old", ("Slice", {"axes": [2], "starts": [1], "ends": [-1]}), lambda x: x[:, :, 1:-1], opset=9)
case("Slice", ("Slice", {}), lambda x, s, e, a: x[:, 1:, 2:4], s=longs(1, 2), e=longs(2 ** 40, 4), a=longs(1, 2))
case("Slice_steps", ("Slice", {}), lambda x, s, e, a, t: x[:, :, 1::2], s=longs(1), e=longs(99), a=longs(-1), t=longs(2))
case("Slice_back", ("Slice", {}), lambda x, s, e, a, t: x.flip(2), s=longs(-1), e=longs(-99), a=longs(2), t=longs(-1))
case("Slice_no_axes", ("Slice", {}), lambda x, s, e: x[:, :3, 1:5], s=longs(0, 0, 1), e=longs(2 ** 40, 3, 5))
case("Pad_old", ("Pad", {"pads": [0, 1, 0, 0, 0, 2]}), lambda x: F.pad(x, (0, 2, 1, 0)), opset=9)
case("Pad", ("Pad", {}), lambda x, p: F.pad(x, (0, 2, 1, 0)), p=longs(0, 1, 0, 0, 0, 2))
case("Pad_cutting", ("Pad", {}), lambda x, p: F.pad(x, (-1, 2, 1, -2)), p=longs(0, 1, -1, 0, -2, 2))
for mode, name in [("reflect", "reflect"), ("edge", "replicate")]:
    case("Pad_" + mode, ("Pad", {"mode": mode}), lambda x, p, m=name: F.pad(x, (2, 1), mode=m), p=longs(0, 0, 2, 0, 0, 1))
case("Gather_number", ("Gather", {"axis": 1}), lambda x, i: x[:, 0], i=np.int64(0))
case("Gather_last", ("Gather", {"axis": 1}), lambda x, i: x[:, -1], i=np.int64(-1))
case("Gather_list", ("Gather", {"axis": 2}), lambda x, i: x[:, :, [3, 0, 3, 3]], i=longs(3, 0, 3, -2))
case("Gather_table", ("Gather", {"axis": 1}), lambda x, i: x[:, i], i=np.array([[0, 3], [1, 3], [2, 2]], np.int64))
case("Expand", ("Expand", {}), lambda x, s: x.expand(-1, 4, 5), shape=(3, 1, 5), s=longs(1, 4, 5))
case("Tile", ("Tile", {}), lambda x, r: x.repeat(1, 2, 3), r=longs(1, 2, 3))
case("DepthToSpace", ("DepthToSpace", {"blocksize": 2, "mode": "CRD"}), lambda x: F.pixel_shuffle(x, 2), shape=(2, 8, 3, 2))
case("DepthToSpace_DCR", ("DepthToSpace", {"blocksize": 2}), lambda x: x.reshape(-1, 2, 2, 2, 3, 2).permute(
    0, 3, 4, 1, 5, 2).reshape(-1, 2, 6, 4), shape=(2, 8, 3, 2))
case("SpaceToDepth", ("SpaceToDepth", {"blocksize": 2}), lambda x: x.reshape(-1, 3, 2, 2, 3, 2).permute(
    0, 3, 5, 1, 2, 4).reshape(-1, 12, 2, 3), shape=(2, 3, 4, 6))
case("Resize", [("Resize", "x,,s", "y", {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"})],
     lambda x, s: F.interpolate(x, scale_factor=2), shape=(2, 3, 3, 2), s=np.array([1, 1, 2, 2], np.float32))
case("Upsample", ("Upsample", {"mode": "nearest"}), lambda x, s: F.interpolate(x, scale_factor=(2, 3)), shape=(2, 3, 3, 2), opset=9,
     s=np.array([1, 1, 2, 3], np.float32))

# An attention head
case("Attention", [("MatMul", "x,q", "xq", {}), ("MatMul", "x,k", "xk", {}), ("MatMul", "x,v", "xv", {}),
                   ("Transpose", "xk", "kt", {"perm": [0, 2, 1]}), ("MatMul", "xq,kt", "s", {}), ("Div", "s,r", "d", {}),
                   ("Softmax", "d", "p", {}), ("MatMul", "p,xv", "y", {})],
     lambda x, q, k, v, r: F.scaled_dot_product_attention(x @ q, x @ k, x @ v), q=normal(5, 4), k=normal(5, 4), v=normal(5, 3),
     r=np.float32(2))

np.savez_compressed(os.path.join(HERE, "operators.npz"), **arrays)
print(len({name.split("/")[0] for name in arrays}), "cases,", os.path.getsize(os.path.join(HERE, "operators.npz")), "bytes")
