"""What needs an editor's hand in what is public: links, images, and the other sites that contents name."""
