/** The guides' examples, taken out of their pages, compiled and run. */
package org.leastaction.guide;
