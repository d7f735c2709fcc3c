/**
 * Detection of the flow in a network: which of its additions are residual blocks.
 *
 * <p>Between two consecutive boundary tensors is a region ({@link org.leastaction.onnx.graph.SingleEntryRegion}). A
 * region that ends with an addition or an equivalent ({@code x - f}, {@code 0.9 x + 0.1 f}, {@code Gemm} with an
 * addend, a linear interpolation) is a residual block if one of the terms is its input, a multiple of it by constants,
 * or a linear image of it (convolution, pooling, padding; with or without normalisation). If a skip connection bypasses
 * a chain of such blocks, its region is divided, and those are the blocks. What follows the addition up to the next
 * block, such as the ReLU of a post-activation network, belongs to the block if the next block's identity shortcut
 * starts behind it. Networks whose shortcuts start at the additions (pre-activation) and those whose shortcuts start
 * after the activations (post-activation) are therefore both cut where their shortcuts start.
 *
 * <pre>{@code
 * Cut cut = Cutter.cut(graph, facts, BatchLayout.first(shapeOfInput, 1), BlockChoice.found());
 * for (ResidualBlock block : cut.blocks()) {
 *     System.out.println(block.name() + ": " + block.shortcut() + " " + block.output());
 * }
 * }</pre>
 *
 * <p>K. He et al., Deep residual learning for image recognition, CVPR 2016; Identity mappings in deep residual
 * networks, ECCV 2016.
 */
package org.leastaction.onnx.cut;
