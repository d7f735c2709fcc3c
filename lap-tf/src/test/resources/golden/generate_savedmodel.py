"""Writes golden/savedmodel: a residual network as Python TensorFlow saves it, and what it gives for some inputs.

python generate_savedmodel.py   (TensorFlow 2.21; the folder's variables and functions are as any user's would be)
"""
import os
import shutil

import numpy as np
import tensorflow as tf

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "savedmodel")


class Network(tf.Module):
    """Two segments, three blocks: identity, batch normalisation; identity; strided projection, ReLU behind the sum."""

    def __init__(self):
        random = np.random.RandomState(7)

        def weight(*shape):
            return tf.Variable((random.randn(*shape) * np.sqrt(1.5 / np.prod(shape[:-1]))).astype(np.float32))

        self.encoder = weight(3, 3, 1, 4)
        self.norm = [tf.Variable((0.5 + random.rand(4)).astype(np.float32)) for _ in range(4)]
        self.first = [weight(3, 3, 4, 4), weight(3, 3, 4, 4)]
        self.second = [weight(3, 3, 4, 4), weight(3, 3, 4, 4)]
        self.projection = weight(1, 1, 4, 6)
        self.wide = weight(3, 3, 4, 6)
        self.classifier = weight(6, 3)
        self.bias = weight(1, 3)

    @tf.function(input_signature=[tf.TensorSpec([None, 6, 6, 1], tf.float32, name="image")])
    def serve(self, image):
        named = {}
        x = tf.nn.relu(tf.nn.conv2d(image, self.encoder, 1, "SAME"))
        named["encoded"] = x
        for block in range(2):
            y = x
            if block == 0:
                y, _, _ = tf.compat.v1.nn.fused_batch_norm(
                    y, self.norm[0], self.norm[1], self.norm[2], self.norm[3], epsilon=1e-5, is_training=False)
            y = tf.nn.conv2d(tf.nn.relu(y), self.first[block], 1, "SAME")
            residue = tf.nn.conv2d(tf.nn.relu(y), self.second[block], 1, "SAME")
            x = x + residue
            named[f"segment1_block{block + 1}_residue"] = residue
            named[f"segment1_block{block + 1}_output"] = x
        shortcut = tf.nn.conv2d(x, self.projection, 2, "VALID")
        padded = tf.pad(tf.nn.relu(x), [[0, 0], [1, 1], [1, 1], [0, 0]])
        x = tf.nn.relu(shortcut + tf.nn.conv2d(padded, self.wide, 2, "VALID"))
        named["segment2_block3_shortcut"] = shortcut
        named["segment2_block3_output"] = x
        named["logits"] = tf.reduce_mean(x, [1, 2]) @ self.classifier + self.bias
        return named


def main():
    network = Network()
    images = np.random.RandomState(8).randn(13, 6, 6, 1).astype(np.float32)
    shutil.rmtree(FOLDER, ignore_errors=True)
    tf.saved_model.save(network, FOLDER, signatures={"serving_default": network.serve})
    os.remove(os.path.join(FOLDER, "fingerprint.pb"))
    results = {name: value.numpy() for name, value in network.serve(images).items()}
    np.savez_compressed(FOLDER + ".npz", image=images, **results)


main()
