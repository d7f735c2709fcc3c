/**
 * What is known about the inputs that a model was trained on: how pixels were normalised, how pictures were resized and
 * cropped, and what the classes are called. A model's own metadata come first, then the manifest of its run, then the
 * files of model hubs beside it.
 */
package org.leastaction.bench.data.model;
