package org.leastaction.tf.network;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * One residual block in a graph: {@code output = shortcut + residue}.
 *
 * @param shortcut the block's input, or its linear image where the block changes the dimension
 * @param residue  v(x)
 * @param output   the next state
 */
public record Block(Operand<TFloat32> shortcut, Operand<TFloat32> residue, Operand<TFloat32> output) {}
