"""What ONNX Runtime in Python sees after the blocks of post-activation ResNets that others trained.

Run: python third_party_networks.py FOLDER FILE.onnx …    then: mvn … -Dtest=ForeignNetworksTest -Dlap.networks=FOLDER
Copies each file to FOLDER and writes NAME.npz beside it: input; output_k: the ReLU behind the k-th addition; logits.
"""
import os
import shutil
import sys
import numpy as np
import onnx
import onnxruntime

for file in sys.argv[2:]:
    model = onnx.load(file)
    relu = {n.input[0]: n.output[0] for n in model.graph.node if n.op_type == "Relu"}
    names = [relu[n.output[0]] for n in model.graph.node if n.op_type == "Add"]
    answer = model.graph.output[0].name
    model.graph.output.extend(onnx.helper.make_empty_tensor_value_info(name) for name in names)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    x = np.random.default_rng(0).standard_normal((2, 3, 32, 32)).astype(np.float32)
    runs = [session.run([answer, *names], {session.get_inputs()[0].name: x[i:i + 1]}) for i in range(2)]
    arrays = {"input": x, "logits": np.concatenate([r[0] for r in runs]), "blocks": np.array([len(names)], np.float32)}
    for k in range(len(names)):
        arrays[f"output_{k}"] = np.concatenate([r[k + 1] for r in runs])
    name = os.path.splitext(os.path.basename(file))[0]
    shutil.copy(file, sys.argv[1])
    np.savez(os.path.join(sys.argv[1], name + ".npz"), **arrays)
    print(name, len(names), "blocks")
