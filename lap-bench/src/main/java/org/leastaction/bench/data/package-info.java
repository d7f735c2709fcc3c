/**
 * Data sets: generated, in IDX files, CIFAR's files, class folders of images, or NumPy arrays, as a training and a test set
 * of labelled points.
 *
 * <p>A {@link org.leastaction.bench.data.DataRequest} says which set, how much of it, drawn with which seed, and how it
 * is normalised; {@link org.leastaction.bench.data.DataSets} knows the sets by name;
 * {@link org.leastaction.bench.data.DataPlaces} says where files are looked for. Subsets are drawn at random without
 * replacement, training and test each with a random stream of its own, so the choice of one does not move the other.
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
