/**
 * Data sets as a training and a test set of labelled points: generated, or read from IDX files, CIFAR's files, class
 * folders or lists of pictures, or NumPy arrays.
 *
 * <p>A {@link org.leastaction.bench.data.DataRequest} specifies the set, the number of points, the seed of the draw and
 * the normalisation; {@link org.leastaction.bench.data.DataSets} finds a set by its name;
 * {@link org.leastaction.bench.data.DataPlaces} defines where files are searched for. Subsets are drawn at random
 * without replacement, training and test points each with their own random stream, so the size of one does not affect
 * the other.
 *
 * <pre>{@code
 * DataPlaces places = DataPlaces.of(Optional.empty(), Optional.empty(), Path.of(System.getProperty("user.home")));
 * DataRequest request = DataRequest.of("mnist").withTrainSize(500).withTestSize(5000).withSeed(7);
 * DataSet data = DataSets.standard().load(request, places);
 * LabelledPoints images = data.train();                    // [500, 784], shape [28, 28, 1]
 * }</pre>
 *
 * <p>Formats: Y. LeCun, C. Cortes, C. Burges, "The MNIST database", section "File formats" (IDX);
 * A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009 (CIFAR).
 */
package org.leastaction.bench.data;
