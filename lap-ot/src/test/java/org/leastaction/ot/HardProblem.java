package org.leastaction.ot;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.points.DoublePoints;

/**
 * Families of transport problems that are hard for exact solvers: ties, clusters, duplicates, scales and weights. Each
 * family has a problem of every size.
 */
public enum HardProblem {

    /** x = (s, 0), y = (0, u): every assignment costs mean(s²) + mean(u²). */
    CROSSED_SEGMENTS(2) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(subspace(n, 2, 0, 1, random::nextDouble), subspace(n, 2, 1, 2, random::nextDouble));
        }
    },
    /** The same, rotated and shifted. */
    CROSSED_SEGMENTS_MOVED(2) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(moved(subspace(n, 2, 0, 1, random::nextDouble)),
                    moved(subspace(n, 2, 1, 2, random::nextDouble)));
        }
    },
    /** x in the first 3 of 6 coordinates, y in the others. */
    ORTHOGONAL_3(6) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(subspace(n, 6, 0, 3, random::nextGaussian), subspace(n, 6, 3, 6, random::nextGaussian));
        }
    },
    /** x in the first 50 of 100 coordinates, y in the others. */
    ORTHOGONAL_50(100) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(subspace(n, 100, 0, 50, random::nextGaussian),
                    subspace(n, 100, 50, 100, random::nextGaussian));
        }
    },
    /** Unit circles in two orthogonal planes: all costs are 2. */
    EQUAL_NORMS(4) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(onSphere(subspace(n, 4, 0, 2, random::nextGaussian)),
                    onSphere(subspace(n, 4, 2, 4, random::nextGaussian)));
        }
    },
    /** Norm 1 between squares that a line of slope −1 separates: the sum of all coordinates decides. */
    SEPARATED_SQUARES(2, GroundCost.norm(1, 1)) {
        @Override
        TransportProblem of(int n, Random random) {
            return TransportProblem.of(points(n, 2, k -> random.nextDouble()),
                    points(n, 2, k -> 2 + random.nextDouble()), cost());
        }
    },
    /** The maximum norm between squares far apart along one axis: only that axis counts. */
    FAR_IN_MAXIMUM_NORM(2, GroundCost.norm(Double.POSITIVE_INFINITY, 1)) {
        @Override
        TransportProblem of(int n, Random random) {
            return TransportProblem.of(points(n, 2, k -> random.nextDouble()),
                    points(n, 2, k -> (k % 2 == 0 ? 10 : 0) + random.nextDouble()), cost());
        }
    },
    /** Sets 10⁹ times as far apart as they are wide. */
    FAR_APART(2) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(points(n, 2, k -> random.nextDouble()),
                    points(n, 2, k -> (k % 2 == 0 ? 1e9 : -3e8) + random.nextDouble()));
        }
    },
    /** Integers from 0 to 9: ties and copies. */
    SMALL_INTEGERS(3) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(points(n, 3, k -> random.nextInt(10)), points(n, 3, k -> random.nextInt(10)));
        }
    },
    /** Points of a large lattice, nearly all distinct. */
    LATTICE(2) {
        @Override
        TransportProblem of(int n, Random random) {
            int side = (int) Math.ceil(2 * Math.sqrt(n));
            return squared(points(n, 2, k -> random.nextInt(side)), points(n, 2, k -> random.nextInt(side)));
        }
    },
    /** Two regular grids, one half a step beside the other. */
    SHIFTED_GRIDS(2) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(shuffled(grid(n, 0), random), shuffled(grid(n, 0.5), random));
        }
    },
    /** Vectors of 30 bits. */
    BINARY(30) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(points(n, 30, k -> random.nextInt(2)), points(n, 30, k -> random.nextInt(2)));
        }
    },
    /** A sphere against its centre. */
    SPHERE_AND_CENTRE(3) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(onSphere(points(n, 3, k -> random.nextGaussian())), points(n, 3, k -> 0));
        }
    },
    /** A sphere against points that lie within 10⁻⁹ of its centre. */
    SPHERE_AND_SPECK(3) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(onSphere(points(n, 3, k -> random.nextGaussian())),
                    points(n, 3, k -> 1e-9 * random.nextGaussian()));
        }
    },
    /** Two distinct targets. */
    TWO_TARGETS(2) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(points(n, 2, k -> random.nextGaussian()), clustered(n, 2, 2, 0, random));
        }
    },
    /** Five distinct targets. */
    FIVE_TARGETS(2) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(points(n, 2, k -> random.nextGaussian()), clustered(n, 2, 5, 0, random));
        }
    },
    /** Ten distinct targets in many dimensions. */
    TEN_TARGETS(100) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(points(n, 100, k -> random.nextGaussian()), clustered(n, 100, 10, 0, random));
        }
    },
    /** Ten clusters of targets, 10⁻⁶ wide. */
    TIGHT_TARGETS(2) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(points(n, 2, k -> random.nextGaussian()), clustered(n, 2, 10, 1e-6, random));
        }
    },
    /** Ten clusters on either side, 10⁻⁶ wide. */
    TIGHT_CLUSTERS(2) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(clustered(n, 2, 10, 1e-6, random), clustered(n, 2, 10, 1e-6, random));
        }
    },
    /** A tenth as many distinct targets as targets. */
    COPIES_ON_ONE_SIDE(3) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(points(n, 3, k -> random.nextGaussian()), clustered(n, 3, n / 10, 0, random));
        }
    },
    /** Coordinates of very different size. */
    ANISOTROPIC(3) {
        @Override
        TransportProblem of(int n, Random random) {
            IntToDoubleFunction coordinate = k -> random.nextGaussian() * Math.pow(10, 4 * (k % 3) - 4);
            return squared(points(n, 3, coordinate), points(n, 3, coordinate));
        }
    },
    /** Coordinates without a mean (Cauchy): a few points are very far away. */
    HEAVY_TAILS(2) {
        @Override
        TransportProblem of(int n, Random random) {
            IntToDoubleFunction coordinate = k -> Math.tan(Math.PI * (random.nextDouble() - 0.5));
            return squared(points(n, 2, coordinate), points(n, 2, coordinate));
        }
    },
    /** Weights from 10⁻¹² to 1 on both sides. */
    WEIGHTS_OF_ALL_SIZES(2) {
        @Override
        TransportProblem of(int n, Random random) {
            return weighted(points(n, 2, k -> random.nextGaussian()), points(n, 2, k -> random.nextGaussian()),
                    i -> Math.pow(10, -12 * random.nextDouble()));
        }
    },
    /** Crossed segments with random weights. */
    CROSSED_WEIGHTED(2) {
        @Override
        TransportProblem of(int n, Random random) {
            return weighted(subspace(n, 2, 0, 1, random::nextDouble), subspace(n, 2, 1, 2, random::nextDouble),
                    i -> random.nextDouble());
        }
    },
    /** The unit circle. */
    CIRCLE(2) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(onSphere(points(n, 2, k -> random.nextGaussian())),
                    onSphere(points(n, 2, k -> random.nextGaussian())));
        }
    },
    /** The parabola (t, t²) for t from −1 to 1. */
    PARABOLA(2) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(parabola(n, random), parabola(n, random));
        }
    },
    /** Two clusters on either side, a million times as far apart as they are wide, with other shares of the points. */
    TWO_FAR_CLUSTERS(2) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(points(n, 2, k -> (k < n ? 0 : 1e6) + random.nextGaussian()),
                    points(n, 2, k -> (k < 4 * n / 5 ? 0 : 1e6) + random.nextGaussian()));
        }
    },
    /** Nine of ten points are copies of others, on both sides. */
    MOSTLY_COPIES(3) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(clustered(n, 3, n / 10, 0, random), clustered(n, 3, n / 10, 0, random));
        }
    },
    /** Unit vectors along 100 axes. */
    ONE_HOT(100) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(oneHot(n, 100, random), oneHot(n, 100, random));
        }
    },
    /** A fiftieth as many sources as targets. */
    FEW_SOURCES(2) {
        @Override
        TransportProblem of(int n, Random random) {
            return squared(points(n / 50, 2, k -> random.nextGaussian()), points(n, 2, k -> random.nextGaussian()));
        }
    };

    private final int dimension;
    private final GroundCost cost;

    HardProblem(int dimension) {
        this(dimension, GroundCost.squaredEuclidean());
    }

    HardProblem(int dimension, GroundCost cost) {
        this.dimension = dimension;
        this.cost = cost;
    }

    abstract TransportProblem of(int n, Random random);

    /** The family's problem of n points a side. */
    public TransportProblem of(int n, long seed) {
        return of(n, new Random(seed));
    }

    /** Number of coordinates. */
    public int dimension() {
        return dimension;
    }

    /** The cost of all problems of the family. */
    public GroundCost cost() {
        return cost;
    }

    private static TransportProblem squared(DoublePoints x, DoublePoints y) {
        return TransportProblem.squaredEuclidean(x, y);
    }

    private static TransportProblem weighted(DoublePoints x, DoublePoints y, IntToDoubleFunction weight) {
        return squared(x, y).withWeights(
                Weights.of(IntStream.range(0, x.size()).mapToDouble(weight).toArray()),
                Weights.of(IntStream.range(0, y.size()).mapToDouble(weight).toArray()));
    }

    private static DoublePoints points(int n, int d, IntToDoubleFunction coordinate) {
        double[] coordinates = new double[n * d];
        Arrays.setAll(coordinates, coordinate);
        return DoublePoints.wrap(coordinates, n, d);
    }

    /** Points whose coordinates from {@code first} to {@code end} − 1 alone are not 0. */
    private static DoublePoints subspace(int n, int d, int first, int end, java.util.function.DoubleSupplier value) {
        return points(n, d, k -> k % d >= first && k % d < end ? value.getAsDouble() : 0);
    }

    private static DoublePoints moved(DoublePoints points) {
        double cos = Math.cos(0.7);
        double sin = Math.sin(0.7);
        return points(points.size(), 2, k -> k % 2 == 0
                ? cos * points.get(k / 2, 0) - sin * points.get(k / 2, 1) + 3
                : sin * points.get(k / 2, 0) + cos * points.get(k / 2, 1) - 5);
    }

    private static DoublePoints onSphere(DoublePoints points) {
        int d = points.dimension();
        return points(points.size(), d, k -> points.get(k / d, k % d) / norm(points, k / d));
    }

    private static double norm(DoublePoints points, int i) {
        return Math.sqrt(IntStream.range(0, points.dimension()).mapToDouble(k -> points.get(i, k))
                .map(c -> c * c).sum());
    }

    private static DoublePoints parabola(int n, Random random) {
        double[] t = random.doubles(n, -1, 1).toArray();
        return points(n, 2, k -> k % 2 == 0 ? t[k / 2] : t[k / 2] * t[k / 2]);
    }

    private static DoublePoints oneHot(int n, int d, Random random) {
        int[] axis = random.ints(n, 0, d).toArray();
        return points(n, d, k -> axis[k / d] == k % d ? 1 : 0);
    }

    private static DoublePoints grid(int n, double offset) {
        int side = (int) Math.ceil(Math.sqrt(n));
        return points(n, 2, k -> (k % 2 == 0 ? k / 2 % side : k / 2 / side) + offset);
    }

    private static DoublePoints shuffled(DoublePoints points, Random random) {
        return Clouds.shuffled(points, random.nextLong());
    }

    /** Gaussian points in clusters of unequal sizes round Gaussian centres. */
    private static DoublePoints clustered(int n, int d, int clusters, double spread, Random random) {
        DoublePoints centres = points(clusters, d, k -> random.nextGaussian());
        int[] centre = IntStream.range(0, n)
                .map(i -> (int) (clusters * Math.pow(random.nextDouble(), 1.5))).toArray();
        return points(n, d, k -> centres.get(centre[k / d], k % d) + spread * random.nextGaussian());
    }
}
