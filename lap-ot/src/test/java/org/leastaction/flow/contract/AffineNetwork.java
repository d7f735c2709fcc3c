package org.leastaction.flow.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;

/**
 * The weights of an {@link AffineFlow}.
 *
 * <p>T is the gradient of a convex function, hence optimal with a gap of 0 on any samples, when its matrix is symmetric
 * and positive semi-definite. Symmetric positive blocks alone are not enough, as a product of symmetric matrices need
 * not be symmetric: they must commute, e.g. share their eigenvectors.
 *
 * @param encoder    φ
 * @param decoder    from encoded particles back to inputs; empty if there is none
 * @param segments   residual blocks of each segment, at least one segment of at least one block
 * @param classifier the logits, of which F is the log-softmax
 */
public record AffineNetwork(
        AffineMap encoder, Optional<AffineMap> decoder, List<List<AffineBlock>> segments, AffineMap classifier) {

    /** @throws IllegalArgumentException if the dimensions of consecutive parts do not match */
    public AffineNetwork {
        Objects.requireNonNull(encoder, "encoder");
        Objects.requireNonNull(decoder, "decoder");
        Objects.requireNonNull(classifier, "classifier");
        segments = segments.stream().map(List::copyOf).toList();
        if (segments.isEmpty() || segments.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException(
                    "an affine network has at least one segment, and each at least one block");
        }
        int dimension = encoder.outputDimension();
        for (List<AffineBlock> segment : segments) {
            for (int i = 0; i < segment.size(); i++) {
                AffineMap residue = segment.get(i).residue();
                if (i > 0 && residue.outputDimension() != dimension) {
                    throw new IllegalArgumentException("a segment of dimension " + dimension
                            + " cannot hold a block to dimension " + residue.outputDimension());
                }
                checkFits("a block", residue, dimension);
                dimension = residue.outputDimension();
            }
        }
        checkFits("the classifier", classifier, dimension);
        decoder.ifPresent(map -> {
            checkFits("the decoder", map, encoder.outputDimension());
            if (map.outputDimension() != encoder.inputDimension()) {
                throw new IllegalArgumentException("the decoder gives " + map.outputDimension()
                        + " numbers, an input has " + encoder.inputDimension());
            }
        });
    }

    /** One segment of identity shortcuts on R^d behind an identity encoder, which the identity decodes. */
    public static AffineNetwork of(List<AffineMap> residues, AffineMap classifier) {
        AffineMap identity = AffineMap.identity(residues.get(0).inputDimension());
        return new AffineNetwork(identity, Optional.of(identity),
                List.of(residues.stream().map(AffineBlock::of).toList()), classifier);
    }

    /** The sizes of this network. */
    public FlowShape shape() {
        List<Segment> sizes = segments.stream()
                .map(blocks -> new Segment(List.of(blocks.get(0).residue().outputDimension()), blocks.size()))
                .toList();
        return new FlowShape(List.of(encoder.inputDimension()), List.of(encoder.outputDimension()), sizes,
                classifier.outputDimension());
    }

    /** The blocks of all segments in order. */
    public List<AffineBlock> blocks() {
        return segments.stream().flatMap(List::stream).toList();
    }

    /** T as one map; its matrix is the Jacobian everywhere. */
    public AffineMap transport() {
        AffineMap map = AffineMap.identity(encoder.outputDimension());
        for (AffineBlock block : blocks()) {
            map = block.map().after(map);
        }
        return map;
    }

    /** The maps from x₀ to the input of each block, and finally to x<sub>K</sub>: K + 1 of them. */
    public List<AffineMap> states() {
        List<AffineMap> states = new ArrayList<>();
        states.add(AffineMap.identity(encoder.outputDimension()));
        for (AffineBlock block : blocks()) {
            states.add(block.map().after(states.get(states.size() - 1)));
        }
        return List.copyOf(states);
    }

    private static void checkFits(String what, AffineMap map, int dimension) {
        if (map.inputDimension() != dimension) {
            throw new IllegalArgumentException(
                    what + " takes dimension " + map.inputDimension() + ", what comes in has " + dimension);
        }
    }
}
