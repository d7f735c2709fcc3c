/**
 * A network's operations in the order in which they can run, and what can be asked of them.
 *
 * <p>The <em>spine</em> of a network is the list of its tensors that every path from the input to the output passes:
 * a network can be cut there, and nowhere else, into pieces that one after another do what the whole does. Between two
 * neighbours of the spine lies a {@link org.leastaction.onnx.graph.SingleEntryRegion}: one operation, or several that run beside
 * one another, such as a residual block.
 *
 * <pre>{@code
 * Graph graph = Graph.of(ModelFile.read(file), Optional.empty());
 * for (Bead bead : graph.beads()) {
 *     System.out.println(bead.start() + " -> " + bead.end() + ": " + bead.nodes().size());
 * }
 * ModelProto piece = new Submodel(graph, facts).between("relu1", layout, List.of("add3"), BatchAxis.FREE);
 * }</pre>
 *
 * <p>In the words of graph theory the spine is the chain of dominators of the output; F. E. Allen, Control flow
 * analysis, SIGPLAN Notices 5 (1970). Paths through shapes ({@code Shape}, {@code Size}) are not counted: such values
 * do not depend on what the input holds.
 */
package org.leastaction.onnx.graph;
