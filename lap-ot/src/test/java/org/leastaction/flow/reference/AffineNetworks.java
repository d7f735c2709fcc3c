package org.leastaction.flow.reference;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.leastaction.flow.contract.AffineBlock;
import org.leastaction.flow.contract.AffineMap;
import org.leastaction.flow.contract.AffineNetwork;
import org.leastaction.points.FloatPoints;

/** The affine networks that the tests run. */
public final class AffineNetworks {

    private static final AffineMap CLASSIFIER =
            AffineMap.of(new double[][] {{1, -1}, {0.5, 2}, {-1, 0}}, new double[] {0.1, 0, -0.2});

    private AffineNetworks() {}

    /** Three blocks of the plane, none of them symmetric. */
    public static AffineNetwork plane() {
        return AffineNetwork.of(
                List.of(
                        AffineMap.of(new double[][] {{0.1, -0.3}, {0.2, 0.05}}, new double[] {0.5, -0.1}),
                        AffineMap.of(new double[][] {{-0.2, 0.1}, {0.4, 0.3}}, new double[] {0, 0.2}),
                        AffineMap.of(new double[][] {{0.3, 0.7}, {-0.1, 0.2}}, new double[] {-0.3, 0})),
                CLASSIFIER);
    }

    /** Dimensions 3 → 2 (encoder), segments of 2, 4 and 2 without a decoder. */
    public static AffineNetwork segmented() {
        AffineMap encoder = AffineMap.of(new double[][] {{1, 0.5, 0}, {0, -1, 2}}, new double[] {0.1, -0.1});
        AffineMap up = AffineMap.linear(new double[][] {{1, 0}, {0, 1}, {0.5, 0.5}, {-1, 1}});
        AffineMap down = AffineMap.linear(new double[][] {{1, 0, 0.5, 0}, {0, 1, 0, -0.5}});
        AffineMap residueUp =
                AffineMap.of(new double[][] {{0.1, 0.2}, {-0.3, 0}, {0, 0.4}, {0.2, 0.1}}, new double[] {0, 1, 0, 0.5});
        AffineMap residue4 = AffineMap.linear(new double[][] {
                {0.2, 0, 0.1, 0}, {0, -0.1, 0, 0.3}, {0.1, 0.1, 0, 0}, {0, 0, -0.2, 0.1}});
        AffineMap residueDown =
                AffineMap.of(new double[][] {{0, 0.2, 0, 0.1}, {0.3, 0, -0.1, 0}}, new double[] {0.2, 0});
        AffineMap residue2 = AffineMap.linear(new double[][] {{0.1, 0.2}, {-0.2, 0.1}});
        return new AffineNetwork(encoder, Optional.empty(),
                List.of(
                        List.of(AffineBlock.of(residue2)),
                        List.of(AffineBlock.projected(up, residueUp), AffineBlock.of(residue4),
                                AffineBlock.of(residue4)),
                        List.of(AffineBlock.projected(down, residueDown), AffineBlock.of(residue2))),
                CLASSIFIER);
    }

    /** Blocks v<sub>k</sub> = A<sub>k</sub>x of one orthogonal eigenbasis with positive eigenvalues. */
    public static AffineNetwork gradientOfAConvexFunction() {
        double c = Math.cos(0.7);
        double s = Math.sin(0.7);
        return AffineNetwork.of(
                List.of(symmetric(c, s, 0.5, 0.1), symmetric(c, s, 0.2, 0.9), symmetric(c, s, 0.05, 0.3)), CLASSIFIER);
    }

    /** Rotation of the plane about the origin in equal steps of x ↦ x + (R − I)x. */
    public static AffineNetwork rotation(double angle, int blocks) {
        double c = Math.cos(angle / blocks) - 1;
        double s = Math.sin(angle / blocks);
        AffineMap residue = AffineMap.linear(new double[][] {{c, -s}, {s, c}});
        return AffineNetwork.of(Collections.nCopies(blocks, residue), CLASSIFIER);
    }

    public static FloatPoints inputsOfThePlane() {
        return FloatPoints.of(new float[][] {
                {0, 1}, {1, 0}, {-1, 2}, {0.5f, 0.25f}, {-0.3f, -2}, {3, 1}, {0.1f, 0.2f}, {-1, -1}, {2, -3}, {0, 0},
                {7, 5}
        });
    }

    public static FloatPoints inputsOfSpace() {
        float[] array = new float[3 * 9];
        for (int i = 0; i < array.length; i++) {
            array[i] = (float) Math.sin(3.7 * i + 1);
        }
        return FloatPoints.wrap(array, 9, 3);
    }

    private static AffineMap symmetric(double c, double s, double first, double second) {
        return AffineMap.of(
                new double[][] {
                        {c * c * first + s * s * second, c * s * (first - second)},
                        {c * s * (first - second), s * s * first + c * c * second}},
                new double[] {0.1, -0.2});
    }
}
