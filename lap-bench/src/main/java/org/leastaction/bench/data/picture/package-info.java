/**
 * Reads pictures from PNG, JPEG and WebP files, and brings them to the form that a network takes: eight bits per
 * channel, upright, grey or coloured, resized and cropped.
 *
 * <p>A {@link org.leastaction.bench.data.picture.PictureForm} specifies the form; a {@link
 * org.leastaction.bench.data.picture.PictureReader} reads files in it, in parallel, each once. Colours are converted,
 * and pictures resized, exactly as the Python Imaging Library does, which networks of torchvision, timm and Hugging Face
 * were trained with.
 *
 * <pre>{@code
 * PictureForm form = PictureForm.asStored().resized(List.of(256)).cropped(List.of(224));
 * PictureReader reader = PictureReader.of(form, files.get(0));
 * reader.shape();                    // [224, 224, 3]
 * byte[] pixels = reader.read(files); // [n, 224, 224, 3]
 * }</pre>
 */
package org.leastaction.bench.data.picture;
