/**
 * Finds the flow in a network: which of its additions are residual blocks.
 *
 * <p>Between two neighbours of the spine lies a bead ({@link org.leastaction.onnx.graph.SingleEntryRegion}). A bead that ends with
 * an addition, or with what amounts to one ({@code x - f}, {@code 0.9 x + 0.1 f}, {@code Gemm} with an addend, a linear
 * interpolation), is a residual block if one of the terms is what came in, a multiple of it by constants, or a linear image
 * of it (convolution, pooling, padding; with or without normalisation). Where a skip connection runs past a chain of such
 * blocks, its bead is divided, and those are the blocks. What follows the addition up to the next block, such
 * as the ReLU of a post-activation network, belongs to the block if the next block's identity shortcut starts behind
 * it. So a network whose shortcuts start at the additions themselves (pre-activation) and one whose shortcuts start
 * behind the activations (post-activation) are both cut where their own shortcuts say.
 *
 * <pre>{@code
 * Cut cut = Cutter.cut(graph, facts, BatchLayout.first(shapeOfInput, 1), BlockChoice.found());
 * for (Block block : cut.blocks()) {
 *     System.out.println(block.name() + ": " + block.shortcut() + " " + block.output());
 * }
 * }</pre>
 *
 * <p>K. He et al., Deep residual learning for image recognition, CVPR 2016; Identity mappings in deep residual
 * networks, ECCV 2016.
 */
package org.leastaction.onnx.cut;
