/**
 * Where the flow is in a network that was made elsewhere.
 *
 * <p>A file of another framework holds operations, not a flow: which of its additions are residual blocks has to be
 * found. A backend that can find it has the role {@link org.leastaction.flow.Role#INSPECT}: its
 * {@link org.leastaction.flow.inspection.FlowInspector} says how it cuts a file into encoder, blocks and classifier,
 * what it did not recognise and why, and opens the file cut otherwise where its user knows better.
 *
 * <pre>{@code
 * FlowInspector inspector = backends.forModel(file).inspector().orElseThrow();
 * FlowCut cut = inspector.inspect(file, BlockChoice.found());
 * cut.segments().forEach(segment -> System.out.println(segment.shape() + " " + segment.blocks().size()));
 * FlowModel model = inspector.open(file, BlockChoice.named(List.of("Add_8", "Add_15")), Execution.defaults());
 * }</pre>
 *
 * <p>A segment is a run of blocks that are joined by identity shortcuts, so that its particles have one shape. A block
 * whose shortcut is not the identity starts a segment.
 */
package org.leastaction.flow.inspection;
